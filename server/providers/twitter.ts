import { Strategy as TwitterStrategy } from 'passport-twitter'
import { ApiResponseError } from 'twitter-api-v2'
import { z } from 'zod'
import { untilAborted } from '../jobs/aborting.ts'
import { addressField, avatarField, nameField, usernameField } from './fields.ts'
import { PROVIDER_TIMEOUT_MS } from './guardRequest.ts'
import { getJson, guardedOAuth1, ProviderRefused, requestTokenStore } from './passport.ts'
import { type Credentials, type Grant, type Provider, type StrategySetup, single } from './provider.ts'
import { xClient } from './xClient.ts'

/** X, formerly Twitter, over OAuth 1.0a. */
export const twitter: Provider = {
  id: 'twitter',
  label: 'X (Twitter)',
  icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M18.24 2.25h3.31l-7.23 8.26 8.5 11.24h-6.66l-5.21-6.82-5.97 6.82H1.68l7.73-8.84L1.25 2.25h6.83l4.71 6.23 5.45-6.23Zm-1.16 17.52h1.83L7.08 4.13H5.12l11.96 15.64Z"/></svg>`,
  settings: {
    required: ['TWITTER_CONSUMER_KEY', 'TWITTER_CONSUMER_SECRET'],
    optional: { TWITTER_API_URL: 'https://api.x.com' },
  },

  strategy: (setup: StrategySetup) => new StrategyWithFallback(setup),

  readCallback(query) {
    const denied = single(query.denied)
    if (denied) return { key: denied, outcome: 'cancelled' }
    return { key: single(query.oauth_token), outcome: single(query.oauth_verifier) ? 'granted' : 'failed' }
  },

  profile(raw) {
    const person = z.union([verifiedCredentials, usersMe]).parse(raw)
    return {
      uid: person.uid,
      username: person.username,
      name: person.name || person.username,
      email: person.email,
      // X gives out an address only once its owner has confirmed it, in v1.1's `email` and v2's `confirmed_email`.
      emailVerified: person.email !== null,
      avatarUrl: person.avatarUrl,
      extraData: {},
    }
  },

  // The second has the picture of those who have none.
  avatarOrigins: ({ TWITTER_API_URL = '' }) => [
    'https://pbs.twimg.com',
    'https://abs.twimg.com',
    TWITTER_API_URL,
  ],

  grantsUrl: () => 'https://x.com/settings/connected_apps',

  async revoke({ settings, credentials, signal }) {
    try {
      const timeout = PROVIDER_TIMEOUT_MS
      const revoking = xClient(settings, credentials).v1.post('oauth/invalidate_token.json', {}, { timeout })
      await untilAborted(revoking, signal)
      return 'revoked'
    } catch (error) {
      const isGone = error instanceof ApiResponseError && (error.code === 401 || error.code === 404)
      if (isGone) return 'gone'
      throw error
    }
  },
}

/** passport-twitter with time-outs, the narrowest access, and X's newer endpoint where the older is refused. */
class StrategyWithFallback extends TwitterStrategy {
  // Not #private: passport calls methods on an object that only inherits from the strategy.
  private readonly api: string
  private readonly accessType: 'read' | 'write'
  private readonly client: ReturnType<typeof guardedOAuth1>

  constructor({ settings, callbackUrl, handshakes, asksToPost }: StrategySetup) {
    const api = settings.TWITTER_API_URL ?? ''
    const options = {
      consumerKey: settings.TWITTER_CONSUMER_KEY ?? '',
      consumerSecret: settings.TWITTER_CONSUMER_SECRET ?? '',
      callbackURL: callbackUrl,
      requestTokenURL: `${api}/oauth/request_token`,
      accessTokenURL: `${api}/oauth/access_token`,
      userAuthorizationURL: `${api}/oauth/authenticate`,
      requestTokenStore: requestTokenStore(handshakes),
    }
    super(
      options,
      (token: string, tokenSecret: string, raw: unknown, done: (error: unknown, grant?: Grant) => void) =>
        done(null, { raw, credentials: tokensField.parse({ token, tokenSecret }) satisfies Credentials }),
    )
    this.api = api
    this.accessType = asksToPost ? 'write' : 'read'
    this.client = guardedOAuth1(this)
  }

  /** https://docs.x.com/fundamentals/authentication/api-reference#post-oauth-request-token */
  requestTokenParams() {
    return { x_auth_access_type: this.accessType }
  }

  /** The inherited one reads XML, which X has not answered with for years. */
  parseErrorResponse(body: string, status: number) {
    return new ProviderRefused(status, body)
  }

  userProfile(
    token: string,
    secret: string,
    _params: unknown,
    done: (error: unknown, raw?: unknown) => void,
  ): void {
    const read = (path: string) =>
      getJson((answer) => this.client.get(`${this.api}${path}`, token, secret, answer))
    read('/1.1/account/verify_credentials.json?include_email=true&skip_status=true&include_entities=false')
      .catch((error) => {
        if (!(error instanceof ProviderRefused && REFUSALS.includes(error.status))) throw error
        return read('/2/users/me?user.fields=confirmed_email,profile_image_url')
      })
      .then((raw) => done(null, raw), done)
  }
}

/** passport-oauth1 passes on whatever was in the answer, even nothing. */
const tokensField = z.object({ token: z.string().min(1), tokenSecret: z.string().min(1) })

/**
 * Of v1.1, while the same user context is good for v2: lower access tiers get 403 with code 453, and an endpoint that
 * is taken away answers with the others.
 */
const REFUSALS = [401, 403, 404, 410]

const uidField = z.string().regex(/^\d{1,32}$/)

const verifiedCredentials = z
  .object({
    id_str: uidField,
    screen_name: usernameField,
    name: nameField,
    profile_image_url_https: avatarField,
    email: addressField,
  })
  .transform((raw) => ({
    uid: raw.id_str,
    username: raw.screen_name,
    name: raw.name,
    email: raw.email,
    avatarUrl: raw.profile_image_url_https,
  }))

const usersMe = z
  .object({
    data: z.object({
      id: uidField,
      username: usernameField,
      name: nameField,
      profile_image_url: avatarField,
      confirmed_email: addressField,
    }),
  })
  .transform(({ data }) => ({
    uid: data.id,
    username: data.username,
    name: data.name,
    email: data.confirmed_email,
    avatarUrl: data.profile_image_url,
  }))
