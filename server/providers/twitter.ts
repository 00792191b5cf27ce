import { ApiResponseError } from 'twitter-api-v2'
import { untilAborted } from '../jobs/aborting.ts'
import { PROVIDER_TIMEOUT_MS } from './guardRequest.ts'
import { type Provider, single } from './provider.ts'
import { xClient } from './xClient.ts'
import { examineX } from './xExamine.ts'
import { xFaultOf } from './xFaults.ts'
import { xProfile } from './xProfile.ts'
import { XStrategy } from './xStrategy.ts'

/**
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors: the token is invalid. X's tokens never
 * expire, so it was revoked.
 */
const INVALID_TOKEN = 89

/** X, formerly Twitter, over OAuth 1.0a. */
export const twitter: Provider = {
  id: 'twitter',
  label: 'X (Twitter)',
  icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M18.24 2.25h3.31l-7.23 8.26 8.5 11.24h-6.66l-5.21-6.82-5.97 6.82H1.68l7.73-8.84L1.25 2.25h6.83l4.71 6.23 5.45-6.23Zm-1.16 17.52h1.83L7.08 4.13H5.12l11.96 15.64Z"/></svg>`,
  settings: {
    required: ['TWITTER_CONSUMER_KEY', 'TWITTER_CONSUMER_SECRET'],
    optional: { TWITTER_API_URL: 'https://api.x.com' },
  },

  strategy: (setup) => new XStrategy(setup),

  readCallback(query) {
    const denied = single(query.denied)
    if (denied) return { key: denied, outcome: 'cancelled' }
    return { key: single(query.oauth_token), outcome: single(query.oauth_verifier) ? 'granted' : 'failed' }
  },

  faultOf: xFaultOf,
  profile: xProfile,

  // abs.twimg.com serves the picture of people who have set none.
  avatarOrigins: ({ TWITTER_API_URL = '' }) => [
    'https://pbs.twimg.com',
    'https://abs.twimg.com',
    TWITTER_API_URL,
  ],

  grantsUrl: () => 'https://x.com/settings/connected_apps',

  examine: examineX,

  async revoke({ settings, credentials, signal }) {
    try {
      const timeout = PROVIDER_TIMEOUT_MS
      const revoking = xClient(settings, credentials).v1.post('oauth/invalidate_token.json', {}, { timeout })
      await untilAborted(revoking, signal)
      return 'revoked'
    } catch (error) {
      if (error instanceof ApiResponseError && error.hasErrorCode(INVALID_TOKEN)) return 'gone'
      // X has moved or removed the endpoint.
      if (error instanceof ApiResponseError && error.code === 404) return 'impossible'
      throw error
    }
  },
}
