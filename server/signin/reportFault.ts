import type { Context } from 'koa'
import type { SignInError } from '../api.ts'
import { logOf } from '../http/requestLog.ts'
import { Misconfigured, PersonRefused } from '../providers/providerErrors.ts'
import type { Services } from '../services.ts'

/**
 * Logs why a provider did not sign a person in, tells the desk what the operator must mend, and returns the code for the visitor: `unavailable` only where trying
 * again may help.
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
    // The operator reads here what to change where, whatever becomes of the rest of the line.
    log.error({ err: error, ...facts }, error.message)
    problems.report(error.about ?? 'misconfigured', { about: facts.provider })
    return 'misconfigured'
  }
  // A sign-in has an id once it has begun.
  const words = facts.signIn ? 'did not say who came' : 'did not let a sign-in begin'
  log.error({ err: error, ...facts }, `the provider ${words}`)
  return 'unavailable'
}
