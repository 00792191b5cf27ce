import type { SignInError } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** The words for an error code; undefined for codes that the site's owner has added. `provider` is a label. */
export function wordsFor(code: string, provider: string = t.signin.aProvider): string | undefined {
  if (!Object.hasOwn(t.signin.faults, code)) return undefined
  return fill(t.signin.faults[code as SignInError], { provider })
}

/** Whether the visitor cancelled or took too long, so that nothing has failed. */
export function isNotice(code: string): boolean {
  return code === 'cancelled' || code === 'expired'
}

/** Whether trying the same again may help. For the other codes, only another account or provider helps. */
export function isWorthRetrying(code: string): boolean {
  return !['email-taken', 'already-connected', 'refused', 'misconfigured', 'locked', 'leaving'].includes(code)
}

/** Whether another account at the same provider may help. */
export function offersAnotherAccount(code: string | undefined): boolean {
  return code !== undefined && ['email-taken', 'already-connected', 'refused'].includes(code)
}
