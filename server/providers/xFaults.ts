import type { Application } from './provider.ts'
import { Misconfigured, PersonRefused, ProviderRefused } from './providerErrors.ts'

/** X's own page for the operator's application. */
const CONSOLE = 'https://console.x.com'

const KEYS = `TWITTER_CONSUMER_KEY and TWITTER_CONSUMER_SECRET must be the API key and secret of the app at ${CONSOLE}`

/** Suspended (63, 64), or locked until its owner proves to be a person (326). */
const PERSON_CODES = ['63', '64', '326']

/**
 * What an error code of X's means, in API v1.1 and OAuth 1.0a; undefined for one that passes by itself.
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
export function xFaultOf(code: string, { callbackUrl }: Application): Error | undefined {
  if (PERSON_CODES.includes(code)) return new PersonRefused(`X does not let this person in (${code})`)
  const advice: Record<string, string> = {
    32: KEYS,
    215: KEYS,
    135: 'the clock of this machine is wrong by more than five minutes',
    415: `add exactly this callback URL to the app at ${CONSOLE}, under "User authentication settings": ${callbackUrl}`,
    416: `the app at ${CONSOLE} is suspended. Its callback URL is ${callbackUrl}`,
  }
  if (!Object.hasOwn(advice, code)) return undefined
  const about = code === '415' ? 'callback' : code === '135' ? 'clock' : undefined
  return new Misconfigured(`X refused with code ${code}: ${advice[code]}`, about && { about })
}

/** The error to fail with: what X's code means, else what was thrown. */
export function xFault(error: Error, application: Application): Error {
  const code = error instanceof ProviderRefused ? error.code : undefined
  return (code !== undefined && xFaultOf(code, application)) || error
}
