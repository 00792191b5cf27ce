import { faultFor } from './oauth2Faults.ts'
import { clientOf, type OAuth2Parts } from './oauth2Parts.ts'
import type { Application } from './provider.ts'
import { PersonRefused, ProviderRefused } from './providerErrors.ts'
import { clockOf, postForm, textOf } from './request.ts'

/** No provider has issued this code. */
const NO_CODE = 'no-code-this-only-asks-about-the-client'

/**
 * Exchanges a code that does not exist: a provider that knows the client rejects the code, any other rejects
 * the client (RFC 6749, 5.2). Returns the provider's clock (Unix ms), or null. See `Provider.examine`.
 */
export async function examineOAuth2(
  parts: OAuth2Parts,
  application: Application,
  signal: AbortSignal,
): Promise<number | null> {
  const { settings, callbackUrl } = application
  const url = parts.urls(settings).token
  const asked = { grant_type: 'authorization_code', code: NO_CODE, redirect_uri: callbackUrl }
  const response = await postForm(url, { form: { ...asked, ...clientOf(parts, settings) }, signal })
  const refused = new ProviderRefused(response.status, await textOf(response))
  const fault = refused.code === undefined ? refused : faultFor(parts, refused.code, application)
  if (fault && !(fault instanceof PersonRefused)) throw fault
  await parts.examineApi?.(application, signal)
  return clockOf(response.headers.get('date'))
}
