import type { SignInError } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** What a visitor reads for a code; undefined for a code of the site's own. `provider` is a label, where it is known. */
export function wordsFor(code: string, provider: string = t.signin.aProvider): string | undefined {
  if (!Object.hasOwn(t.signin.faults, code)) return undefined
  return fill(t.signin.faults[code as SignInError], { provider })
}

/** Whether nothing went wrong: the person turned back, or took their time. */
export function isNotice(code: string): boolean {
  return code === 'cancelled' || code === 'expired'
}

/** Whether the same try may end better. After the other codes another account or provider is the way. */
export function isWorthRetrying(code: string): boolean {
  return !['email-taken', 'already-connected', 'refused', 'misconfigured', 'locked', 'leaving'].includes(code)
}

/** Whether another account at the same provider may be the way in. */
export function offersAnotherAccount(code: string | undefined): boolean {
  return code !== undefined && ['email-taken', 'already-connected', 'refused'].includes(code)
}
