import type { Meaning, OAuth2Parts } from './oauth2Parts.ts'
import type { Application } from './provider.ts'
import { Misconfigured, PersonRefused } from './providerErrors.ts'

/** RFC 6749, 4.1.2.1 and 5.2. */
const STANDARD_CODES: Readonly<Record<string, Meaning>> = {
  invalid_client: 'client',
  unauthorized_client: 'application',
  unsupported_response_type: 'application',
  unsupported_grant_type: 'application',
  invalid_scope: 'scope',
}

/** The meaning of an OAuth 2.0 provider's error code; undefined for a temporary error. */
export function faultFor(parts: OAuth2Parts, code: string, application: Application): Error | undefined {
  const meanings = { ...STANDARD_CODES, ...parts.errorCodes }
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined
  if (!meaning) return undefined
  if (meaning === 'person') return new PersonRefused(`${parts.label} does not let this person in (${code})`)
  const words = `${parts.label} says ${code}: ${adviceOn(meaning, parts, application)}`
  return new Misconfigured(words, meaning === 'callback' ? { about: 'callback' } : {})
}

function adviceOn(
  meaning: Exclude<Meaning, 'person'>,
  { settings: { required }, urls, scope }: OAuth2Parts,
  { settings, callbackUrl }: Application,
): string {
  const page = urls(settings).applications
  const advice = {
    callback: `register exactly this callback URL for the application at ${page}: ${callbackUrl}`,
    client: `${required[0]} and ${required[1]} must be those of the application at ${page}`,
    application: `look at the application at ${page}; it is suspended, or may not sign people in. Its callback URL is ${callbackUrl}`,
    scope: `let the application at ${page} ask for ${scope.join(' ')}`,
  }
  return advice[meaning]
}
