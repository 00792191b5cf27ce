import type { Strategy } from 'passport'
import type { ProviderSettings } from '../config.ts'

/** The values of a provider's settings, by name. */
export type Settings = Readonly<Record<string, string>>

/**
 * Everything Doorman knows about one provider. To add one that speaks OAuth 2.0, write a file like github.ts and add a
 * line to the list in site.ts.
 */
export interface Provider {
  /** Part of the addresses: `/auth/ID`. */
  id: string
  label: string
  /** A single-colour SVG document; it is used as a mask. */
  icon: string
  settings: ProviderSettings
  /**
   * The passport strategy. Its verify callback passes a `Grant` on as the "user"; `authenticate` gets `BeginOptions`.
   * Everything it asks of the provider must end within `PROVIDER_TIMEOUT_MS`. It fails with `PersonRefused` or
   * `Misconfigured` where trying again is of no use.
   */
  strategy(setup: StrategySetup): Strategy
  /** Reads the provider's redirect. Nothing in it is proven yet. */
  readCallback(query: Query): Callback
  /**
   * What an error code of the provider's means: `PersonRefused` or `Misconfigured`; undefined for one that passes by
   * itself.
   */
  faultOf(code: string, application: Application): Error | undefined
  /** The provider's description of a person as a `Profile`. Throws (a ZodError) when it makes no sense. */
  profile(raw: unknown): Profile
  /** Where the provider keeps people's pictures: pages show none from elsewhere. */
  avatarOrigins(settings: Settings): string[]
  /** The page of the provider on which people remove applications themselves. */
  grantsUrl(settings: Settings): string
  /**
   * New tokens in the place of expired ones; null when the provider gives none for these any more. The old ones may be
   * worthless afterwards. Missing where tokens do not expire.
   */
  refresh?(call: ProviderCall): Promise<Credentials | null>
  /**
   * Asks, for the operator, whether the provider takes the site's application, as far as it tells without a person. Returns
   * the provider's clock (Unix ms), or null. Throws `Misconfigured` with what to change, or why the provider cannot be asked.
   */
  examine?(application: Application, signal: AbortSignal): Promise<number | null>
  /** Asks the provider, once, to end the grant behind these tokens. */
  revoke(call: ProviderCall): Promise<RevocationOutcome>
}

/** How the site is registered with a provider. */
export interface Application {
  settings: Settings
  callbackUrl: string
}

/** What a strategy is made from. */
export interface StrategySetup extends Application {
  handshakes: HandshakeStore
  /** Whether the site ever posts on the person's behalf: ask for no more than is needed. */
  asksToPost: boolean
  /** Whether this person's whole profile was read less than a day ago: providers charge for reading it. */
  isProfileFresh(uid: string): Promise<boolean>
  /** Unix milliseconds. */
  now(): number
}

/** How a sign-in begins; passport hands it to the strategy's `authenticate`. */
export interface BeginOptions {
  /** The provider asks which account to use. */
  chooseAccount: boolean
  /** Another site caused the sign-in: the provider must not let the person through without a click. */
  isCrossSite: boolean
}

/** Where a strategy leaves what must survive the trip to the provider and back. */
export interface HandshakeStore {
  /** Keeps `secret` (PKCE's code_verifier, OAuth 1.0a's token secret) under `key` (state, oauth_token). */
  begin(request: unknown, key: string, secret: string): Promise<void>
  /** The secret of the handshake that this request completes, or undefined when its key is another. */
  secretOf(request: unknown, key: string): string | undefined
}

/** A redirect from the provider: the handshake's key, and whether the person agreed. */
export interface Callback {
  key: string | undefined
  outcome: 'granted' | 'cancelled' | 'failed'
  /** The provider's code for what failed, where it names one. */
  error?: string
}

/** A parsed query string. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/** The tokens a provider gave us, by name; their ends (`expiresAt`, `refreshTokenExpiresAt`) as ISO 8601. */
export type Credentials = Record<string, string>

/** What a successful handshake yields. */
export interface Grant {
  /** The provider's raw description of the person. */
  raw: unknown
  credentials: Credentials
  /** An additional request that the provider refused; the sign-in goes on without its answer. */
  refused?: Error
}

/** A request to a provider that acts for one person. */
export interface ProviderCall {
  settings: Settings
  credentials: Credentials
  signal: AbortSignal
  /** Unix milliseconds. */
  now: number
}

/**
 * What became of a grant: the provider ended it, it was gone already, or these tokens cannot end it any more, so that
 * it may still exist.
 */
export type RevocationOutcome = 'revoked' | 'gone' | 'impossible'

/** A person as a provider describes them. */
export interface Profile {
  /** Never changes; the username may. */
  uid: string
  username: string
  name: string
  email: string | null
  /** True only where the provider says that it verified the address. */
  emailVerified: boolean
  /** http or https. */
  avatarUrl: string | null
  /** More that is worth keeping with the connection. */
  extraData: Record<string, string>
  /** Only `uid` and `username` are the provider's; nothing known may be replaced by the rest. */
  isPartial?: boolean
}

/** The single value of a query parameter; a missing or repeated one is undefined. */
export function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
