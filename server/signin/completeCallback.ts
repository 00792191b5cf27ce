import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { homeAfterSignIn } from '../http/home.ts'
import { ownPath } from '../http/ownPath.ts'
import { logOf } from '../http/requestLog.ts'
import type { Services } from '../services.ts'
import { dropDeletion } from '../sessions/cookie.ts'
import type { CallbackResult } from './callbacks.ts'
import { completeSignIn } from './completeSignIn.ts'
import { rememberLastProvider } from './lastProvider.ts'
import type { ProviderFlow } from './providerFlows.ts'

interface Needs {
  services: Services
  audit: Audit
}

/** The callback of a provider. `returnTo` is where the visitor asked to return to, even if the handshake is too old. */
interface Called {
  flow: ProviderFlow
  returnTo: string | null
}

/** Completes the handshake of a callback, and signs the person in. Returns the address to redirect to. */
export async function completeCallback(
  ctx: Context,
  { flow, returnTo }: Called,
  needs: Needs,
): Promise<CallbackResult> {
  const { provider } = flow
  const arrival = await flow.readCallback(ctx)
  if ('error' in arrival) return reject(ctx, { ...arrival, provider: provider.id, returnTo }, needs)
  const { signIn, handshake } = arrival
  const error = await completeSignIn(ctx, { ...arrival, provider }, needs)
  if (error === undefined)
    return accept(ctx, { provider: provider.id, returnTo: handshake.returnTo }, needs.services)
  logOf(ctx).info({ signIn, refused: error }, 'sign-in refused')
  return reject(ctx, { error, connectTo: handshake.connectTo, provider: provider.id, returnTo }, needs)
}

function accept(
  ctx: Context,
  { provider, returnTo }: { provider: string; returnTo: string | null },
  { config, metrics, problems }: Services,
): CallbackResult {
  rememberLastProvider(ctx, provider, config)
  dropDeletion(ctx, config)
  metrics.signIn(provider, 'done')
  for (const kind of ['callback', 'misconfigured', 'clock'] as const) problems.clear(kind, provider)
  return { location: returnTo ?? homeAfterSignIn(config), isFinal: true }
}

interface Rejection {
  error: string
  connectTo: string | null
  provider: string
  returnTo: string | null
}

/**
 * Records an event of the account only if the handshake names one: another site can send browsers here with
 * invented parameters.
 */
async function reject(
  ctx: Context,
  { error, connectTo, provider, returnTo }: Rejection,
  { services, audit }: Needs,
): Promise<CallbackResult> {
  services.metrics.signIn(provider, error)
  await audit.record(ctx, { what: 'sign-in', outcome: error, userId: connectTo, provider })
  return { location: failureAt(error, returnTo, services), isFinal: error !== 'expired' }
}

/** The sign-in page with the error code and with the address to return to after a successful sign-in. */
export function failureAt(
  code: string,
  returnTo: string | null,
  { config }: Pick<Services, 'config'>,
): string {
  const goesOn = returnTo === null ? '' : `&returnTo=${encodeURIComponent(returnTo)}`
  return `${ownPath('/', config)}?error=${encodeURIComponent(code)}${goesOn}`
}
