import type { SignInError } from '../../server/api.ts'
import { t } from '../texts.ts'

/** What a visitor reads for a code; undefined for a code of the site's own. */
export function wordsFor(code: string): string | undefined {
  return Object.hasOwn(t.signin.faults, code) ? t.signin.faults[code as SignInError] : undefined
}
