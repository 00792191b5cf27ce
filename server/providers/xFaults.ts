import type { Application } from './provider.ts'
import { Misconfigured, PersonRefused, ProviderRefused } from './providerErrors.ts'

/** X's page on which the operator changes the application. */
const CONSOLE = 'https://console.x.com'

const KEYS = `TWITTER_CONSUMER_KEY and TWITTER_CONSUMER_SECRET must be the API key and secret of the app at ${CONSOLE}`

/** Suspended (63, 64), or locked until the owner proves that they are human (326). */
const PERSON_CODES = ['63', '64', '326']

/**
 * The meaning of X's error code, in API v1.1 and OAuth 1.0a; undefined for a temporary error.
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

/** The words of code 415. Some of X's endpoints answer with the words alone. */
const CALLBACK_WORDS = /callback url not approved/i

/** The error to fail with: the meaning of X's code or words, else the error itself. */
export function xFault(error: Error, application: Application): Error {
  const refused = error instanceof ProviderRefused ? error : undefined
  const code = CALLBACK_WORDS.test(refused?.message ?? '') ? '415' : refused?.code
  return (code !== undefined && xFaultOf(code, application)) || error
}
