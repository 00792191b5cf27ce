import { ApiResponseError } from 'twitter-api-v2'
import { untilAborted } from '../jobs/aborting.ts'
import { PROVIDER_TIMEOUT_MS } from './guardRequest.ts'
import type { Application } from './provider.ts'
import { ProviderRefused } from './providerErrors.ts'
import { clockOf } from './request.ts'
import { xClient } from './xClient.ts'
import { xFaultOf } from './xFaults.ts'

/**
 * Asks X for a request token, as a sign-in does: X then checks keys, clock and callback URL. The token is
 * never used and expires. See `Provider.examine`.
 */
export async function examineX(application: Application, signal: AbortSignal): Promise<number | null> {
  const { settings, callbackUrl } = application
  const form = { oauth_callback: callbackUrl, x_auth_access_type: 'read' }
  const options = {
    prefix: `${settings.TWITTER_API_URL}/`,
    timeout: PROVIDER_TIMEOUT_MS,
    fullResponse: true,
  } as const
  try {
    const asking = xClient(settings, {}).v1.post<unknown>('oauth/request_token', form, options)
    const { headers } = await untilAborted(asking, signal)
    return clockOf(headers.date)
  } catch (error) {
    if (!(error instanceof ApiResponseError)) throw error
    const [{ code } = {}] = (error.errors ?? []) as { code?: number }[]
    throw xFaultOf(String(code), application) ?? new ProviderRefused(error.code, JSON.stringify(error.data))
  }
}
