import type { Context } from 'koa'
import type { SignInError } from '../api.ts'
import { logOf } from '../http/requestLog.ts'
import { Misconfigured, PersonRefused } from '../providers/providerErrors.ts'
import type { Services } from '../services.ts'

/**
 * Logs why a provider did not sign a person in, reports to the desk what the operator must fix, and returns
 * the error code for the visitor. `unavailable` is returned only where trying again may help.
 */
export function reportFault(
  ctx: Context,
  error: unknown,
  { problems, ...facts }: { signIn?: string; provider: string } & Pick<Services, 'problems'>,
): SignInError {
  const log = logOf(ctx)
  if (error instanceof PersonRefused) {
    log.warn({ err: error, ...facts }, 'the provider refused the person')
    return 'refused'
  }
  if (error instanceof Misconfigured) {
    // The message tells the operator what to change; it stands alone, in case the log line's other fields are
    // cut off.
    log.error({ err: error, ...facts }, error.message)
    problems.report(error.about ?? 'misconfigured', { about: facts.provider })
    return 'misconfigured'
  }
  // A sign-in has an id only after it has begun.
  const words = facts.signIn ? 'did not identify the person' : 'did not let a sign-in begin'
  log.error({ err: error, ...facts }, `the provider ${words}`)
  return 'unavailable'
}
