import { randomBytes } from 'node:crypto'
import {
  Strategy as StandardStrategy,
  type StrategyOptions,
  type VerifyCallback,
  type VerifyFunction,
} from 'passport-oauth2'
import { z } from 'zod'
import { getJson, guardedOAuth2, mapTokenErrors, stateStore, type TokenAnswer } from './passport.ts'
import {
  type Application,
  type BeginOptions,
  type Credentials,
  type Grant,
  type Provider,
  type ProviderCall,
  type Settings,
  type StrategySetup,
  single,
} from './provider.ts'
import { fieldsOf, isRefusal, Misconfigured, PersonRefused, ProviderRefused } from './providerErrors.ts'
import { post } from './request.ts'

/** What is special about one OAuth 2.0 provider. */
export interface OAuth2Parts
  extends Pick<Provider, 'id' | 'label' | 'icon' | 'profile' | 'avatarOrigins' | 'grantsUrl'> {
  /** The first two required settings are the client id and the client secret. */
  settings: Provider['settings'] & { required: readonly [string, string, ...string[]] }
  urls(settings: Settings): OAuth2Urls
  scope: readonly string[]
  /** What makes the provider's page ask which account to use, as `prompt=select_account`. */
  chooseAccountParams: Readonly<Record<string, string>>
  /** Reads what `profile` gets. */
  readProfile(api: ProfileReader): Promise<unknown>
  /** Error codes of the provider's own, beyond those of RFC 6749, and what each means. */
  errorCodes?: Readonly<Record<string, Meaning>>
  /** Default: RFC 7009 at `urls.revoke`. */
  revoke?: Provider['revoke']
  /** Default: that of passport-oauth2. */
  Strategy?: new (
    options: Options,
    verify: VerifyFunction,
  ) => StandardStrategy
}

/** passport-github2 has narrower types than the strategy that it extends. */
type Options = StrategyOptions & { callbackURL: string; scope: string[] }

/** Where an OAuth 2.0 provider is. */
export interface OAuth2Urls {
  authorize: string
  token: string
  /** The paths of `readProfile` lie below it. */
  api: string
  /** RFC 7009's revocation endpoint. */
  revoke?: string
  /** The page on which the operator changes the application. */
  applications: string
}

/** What `readProfile` asks the provider with. Both throw `ProviderRefused`, or SyntaxError for what is not JSON. */
export interface ProfileReader {
  read(path: string): Promise<unknown>
  /** Undefined where the provider refuses: an additional request must not cost the sign-in. */
  readIfAllowed(path: string): Promise<unknown>
}

/** What an error code says is wrong: which part of the application's set-up, or the person. */
type Meaning = 'callback' | 'client' | 'application' | 'scope' | 'person'

/** RFC 6749, 4.1.2.1 and 5.2. */
const STANDARD_CODES: Readonly<Record<string, Meaning>> = {
  invalid_client: 'client',
  unauthorized_client: 'application',
  unsupported_response_type: 'application',
  unsupported_grant_type: 'application',
  invalid_scope: 'scope',
}

/** The provider made of its parts and of everything that OAuth 2.0 providers share. */
export function oauth2Provider(parts: OAuth2Parts): Provider {
  const { id, label, icon, settings, profile, avatarOrigins, grantsUrl } = parts
  const faultOf = (code: string, application: Application) => faultFor(parts, code, application)
  return {
    ...{ id, label, icon, settings, profile, avatarOrigins, grantsUrl, faultOf },
    strategy: (setup) => createStrategy(parts, setup),
    readCallback(query) {
      const [error, key] = [single(query.error), single(query.state)]
      if (error === 'access_denied') return { key, outcome: 'cancelled' }
      if (single(query.code) && !query.error) return { key, outcome: 'granted' }
      return { key, outcome: 'failed', ...(error && { error }) }
    },
    refresh: (call) => refresh(parts, call),
    revoke: parts.revoke ?? ((call) => revokeByToken(parts, call)),
  }
}

function createStrategy(parts: OAuth2Parts, setup: StrategySetup): StandardStrategy {
  const { Strategy = StandardStrategy, chooseAccountParams } = parts
  const { api } = parts.urls(setup.settings)
  const strategy = new Strategy(
    optionsOf(parts, setup),
    (
      _access: string,
      _refresh: string | undefined,
      tokens: TokenAnswer,
      person: Person,
      done: VerifyCallback,
    ) => done(null, { ...person, credentials: credentialsOf(tokens, setup.now()) } satisfies Grant),
  )
  const client = guardedOAuth2(strategy, readTokens)
  strategy.authorizationParams = ({ chooseAccount, isCrossSite }: BeginOptions) =>
    chooseAccount || isCrossSite ? chooseAccountParams : {}
  strategy.userProfile = (accessToken, done) => {
    const read = (path: string) => getJson((answer) => client.get(api + path, accessToken, answer))
    readPerson(parts, read).then((person) => done(null, person), done)
  }
  mapTokenErrors(strategy, (error) => {
    const code = error instanceof ProviderRefused ? error.code : undefined
    return (code && faultFor(parts, code, setup)) || error
  })
  return strategy
}

function optionsOf(parts: OAuth2Parts, { settings, callbackUrl, handshakes }: StrategySetup): Options {
  const { authorize, token } = parts.urls(settings)
  const { client_id, client_secret } = clientOf(parts, settings)
  return {
    clientID: client_id,
    clientSecret: client_secret,
    authorizationURL: authorize,
    tokenURL: token,
    callbackURL: callbackUrl,
    scope: [...parts.scope],
    customHeaders: { 'User-Agent': 'Doorman' },
    store: stateStore(handshakes, () => randomBytes(32).toString('base64url')),
    pkce: true,
  }
}

type Person = Omit<Grant, 'credentials'>

async function readPerson(
  { label, readProfile }: OAuth2Parts,
  read: (path: string) => Promise<unknown>,
): Promise<Person> {
  let refused: Error | undefined
  const readIfAllowed = async (path: string) => {
    try {
      return await read(path)
    } catch (cause) {
      if (!isRefusal(cause)) throw cause
      refused = new Error(`${label} refused ${path}: ${cause.message}`, { cause })
      return undefined
    }
  }
  try {
    const raw = await readProfile({ read, readIfAllowed })
    return { raw, ...(refused && { refused }) }
  } catch (cause) {
    // The token is a minute old at most, so it is not the application that may not ask who the person is.
    if (!isRefusal(cause) || cause.status !== 403) throw cause
    throw new PersonRefused(`${label} does not let this person in: ${cause.message}`, { cause })
  }
}

function faultFor(parts: OAuth2Parts, code: string, application: Application): Error | undefined {
  const meanings = { ...STANDARD_CODES, ...parts.errorCodes }
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined
  if (!meaning) return undefined
  if (meaning === 'person') return new PersonRefused(`${parts.label} does not let this person in (${code})`)
  return new Misconfigured(`${parts.label} says ${code}: ${adviceOn(meaning, parts, application)}`)
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

function clientOf({ settings: { required } }: OAuth2Parts, settings: Settings) {
  return { client_id: settings[required[0]] ?? '', client_secret: settings[required[1]] ?? '' }
}

/** Seconds from now. Forms bring text; what makes no sense counts as missing, since a token may last for ever. */
const lifetimeField = z.coerce
  .number()
  .positive()
  .max(10 * 366 * 86_400)
  .optional()
  .catch(undefined)

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: lifetimeField,
  refresh_token_expires_in: lifetimeField,
})

/** Throws `ProviderRefused` for an error: GitHub answers 200 even then. */
function readTokens(text: string): TokenAnswer {
  const fields = fieldsOf(text)
  if (z.looseObject({ error: z.unknown().refine((error) => error !== undefined) }).safeParse(fields).success)
    throw new ProviderRefused(200, text)
  return tokenAnswer.parse(fields)
}

function credentialsOf(answer: TokenAnswer, now: number): Credentials {
  const endOf = (seconds: number) => new Date(now + seconds * 1_000).toISOString()
  const { refresh_token: refreshToken, expires_in: life, refresh_token_expires_in: refreshLife } = answer
  return {
    accessToken: answer.access_token,
    ...(refreshToken && { refreshToken }),
    ...(life && { expiresAt: endOf(life) }),
    ...(refreshLife && { refreshTokenExpiresAt: endOf(refreshLife) }),
  }
}

/** RFC 6749, 6, and GitHub's code for the same: the refresh token is used, expired, or its grant is gone. */
const DEAD_REFRESH_TOKEN = ['invalid_grant', 'bad_refresh_token']

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
async function refresh(parts: OAuth2Parts, call: ProviderCall): Promise<Credentials | null> {
  const { settings, credentials, signal, now } = call
  const { refreshToken } = credentials
  if (!refreshToken) return null
  const form = { ...clientOf(parts, settings), grant_type: 'refresh_token', refresh_token: refreshToken }
  try {
    const answer = readTokens(await post(parts.urls(settings).token, { form, signal }))
    // A provider that does not rotate refresh tokens sends none; the old one stays good.
    return { refreshToken, ...credentialsOf(answer, now) }
  } catch (error) {
    if (error instanceof ProviderRefused && DEAD_REFRESH_TOKEN.includes(error.code ?? '')) return null
    throw error
  }
}

/**
 * RFC 7009. The refresh token takes the access tokens of its grant along; the answer is the same for tokens that the
 * provider does not know.
 */
async function revokeByToken(parts: OAuth2Parts, { settings, credentials, signal }: ProviderCall) {
  const url = parts.urls(settings).revoke
  if (!url) throw new Error(`${parts.id}: neither "revoke" nor "urls.revoke" says how grants are revoked`)
  const { accessToken = '', refreshToken } = credentials
  const hint = refreshToken ? 'refresh_token' : 'access_token'
  const form = { ...clientOf(parts, settings), token: refreshToken ?? accessToken, token_type_hint: hint }
  await post(url, { form, signal })
  return 'revoked' as const
}
