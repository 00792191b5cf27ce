import { Strategy } from 'passport-twitter'
import { z } from 'zod'
import {
  getJson,
  guardedOAuth1,
  mapTokenErrors,
  personOf,
  requestTokenStore,
  setAuthorizationUrl,
} from './passport.ts'
import type { BeginOptions, Grant, StrategySetup } from './provider.ts'
import { isRefusal, PersonRefused } from './providerErrors.ts'
import { xFault } from './xFaults.ts'
import { tokenOwner } from './xProfile.ts'

const OLDER_PROFILE =
  '/1.1/account/verify_credentials.json?include_email=true&skip_status=true&include_entities=false'
const NEWER_PROFILE = '/2/users/me?user.fields=confirmed_email,profile_image_url'

type Person = Omit<Grant, 'credentials'>

/**
 * passport-twitter with time-outs, the narrowest access, and a sign-in that does not depend on the profile: X
 * charges for reading it, and refuses (402) when the site is out of credit.
 */
export class XStrategy extends Strategy {
  // Not #private: passport calls the methods on an object that inherits from the strategy, which has no
  // private fields.
  private readonly setup: StrategySetup
  private readonly api: string
  private readonly client: ReturnType<typeof guardedOAuth1>

  constructor(setup: StrategySetup) {
    const { settings, callbackUrl, handshakes } = setup
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
    super(options, (token: string, tokenSecret: string, profile: unknown, done: Done) =>
      done(null, {
        ...personOf(profile),
        credentials: tokensField.parse({ token, tokenSecret }),
      } satisfies Grant),
    )
    this.setup = setup
    this.api = api
    this.client = guardedOAuth1(this)
    mapTokenErrors(this, (error) => xFault(error, setup))
  }

  /**
   * `/oauth/authenticate` redirects a person who has agreed before at once; `/oauth/authorize` always asks.
   * https://docs.x.com/fundamentals/authentication/api-reference#get-oauth-authenticate
   */
  override authenticate(request: never, options: Partial<BeginOptions> = {}): void {
    // passport creates an object that inherits from this one for each request, so no other request sees this
    // URL.
    setAuthorizationUrl(this, `${this.api}/oauth/${options.isCrossSite ? 'authorize' : 'authenticate'}`)
    super.authenticate(request, options)
  }

  userAuthorizationParams({ chooseAccount }: Partial<BeginOptions> = {}) {
    return chooseAccount ? { force_login: 'true' } : {}
  }

  /** https://docs.x.com/fundamentals/authentication/api-reference#post-oauth-request-token */
  requestTokenParams() {
    return { x_auth_access_type: this.setup.asksToPost ? 'write' : 'read' }
  }

  userProfile(
    token: string,
    secret: string,
    owner: unknown,
    done: (error: unknown, person?: Person) => void,
  ): void {
    const read = (path: string) =>
      getJson((answer) => this.client.get(this.api + path, token, secret, answer))
    this.readPerson(owner, read).then((person) => done(null, person), done)
  }

  /**
   * Returns the profile, or only `owner`, who came with the token, if X refuses the profile or it was read
   * within a day.
   */
  private async readPerson(owner: unknown, read: Read): Promise<Person> {
    const known = tokenOwner.safeParse(owner)
    if (known.success && (await this.setup.isProfileFresh(known.data.uid))) return { raw: owner }
    try {
      return { raw: await this.readProfile(read) }
    } catch (cause) {
      if (!known.success || !isRefusal(cause)) throw cause
      return { raw: owner, refused: new Error(`X refused the profile: ${cause.message}`, { cause }) }
    }
  }

  /** X refuses v1.1 to lower access tiers (403 with code 453); a removed endpoint answers 404 or 410. */
  private async readProfile(read: Read): Promise<unknown> {
    try {
      return await read(OLDER_PROFILE)
    } catch (error) {
      const fault = error instanceof Error ? xFault(error, this.setup) : error
      if (fault instanceof PersonRefused) throw fault
      if (!isRefusal(error)) throw error
      return read(NEWER_PROFILE)
    }
  }
}

type Read = (path: string) => Promise<unknown>
type Done = (error: unknown, grant?: Grant) => void

/** passport-oauth1 passes on whatever the answer contains, even nothing. */
const tokensField = z.object({ token: z.string().min(1), tokenSecret: z.string().min(1) })
