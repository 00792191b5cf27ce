import type { Strategy } from 'passport'
import type { ProviderSettings } from '../config.ts'

/** The values of a provider's settings, by name. */
export type Settings = Readonly<Record<string, string>>

/**
 * Everything Doorman knows about one provider. To add one that uses OAuth 2.0, write a file like github.ts
 * and add it to the list in site/site.ts.
 */
export interface Provider {
  /** Part of the provider's addresses: `/auth/ID`. */
  id: string
  label: string
  /** A single-colour SVG document; it is used as a mask. */
  icon: string
  settings: ProviderSettings
  /**
   * Creates the passport strategy. Its verify callback passes a `Grant` as the "user"; `authenticate` gets
   * `BeginOptions`. Each of its requests to the provider must end within `PROVIDER_TIMEOUT_MS`. It fails with
   * `PersonRefused` or `Misconfigured` where trying again cannot help.
   */
  strategy(setup: StrategySetup): Strategy
  /** Reads the provider's redirect. None of it is verified yet. */
  readCallback(query: Query): Callback
  /**
   * The meaning of the provider's error code: `PersonRefused` or `Misconfigured`; undefined for a temporary
   * error.
   */
  faultOf(code: string, application: Application): Error | undefined
  /**
   * Converts the provider's description of a person into a `Profile`. Throws a ZodError when a required field
   * is missing or invalid.
   */
  profile(raw: unknown): Profile
  /** The origins of the provider's profile pictures: pages load pictures from no others. */
  avatarOrigins(settings: Settings): string[]
  /** The page of the provider on which people revoke applications themselves. */
  grantsUrl(settings: Settings): string
  /**
   * Exchanges expired tokens for new ones; null when the provider no longer accepts these. The old ones may
   * be invalid afterwards. Missing where tokens do not expire.
   */
  refresh?(call: ProviderCall): Promise<Credentials | null>
  /**
   * Asks the provider, for the operator, whether it accepts the site's application, as far as it tells
   * without a person. Returns the provider's clock (Unix ms), or null. Throws `Misconfigured` with what to
   * change, or the error for which the provider could not be asked.
   */
  examine?(application: Application, signal: AbortSignal): Promise<number | null>
  /** Asks the provider, once, to revoke the grant behind these tokens. */
  revoke(call: ProviderCall): Promise<RevocationOutcome>
}

/** The site's registration with a provider. */
export interface Application {
  settings: Settings
  callbackUrl: string
}

/** The arguments of a strategy. */
export interface StrategySetup extends Application {
  handshakes: HandshakeStore
  /** Whether the site ever posts on a person's behalf. If not, the strategy asks for read access only. */
  asksToPost: boolean
  /** Whether this person's whole profile was read less than a day ago: X charges for each read. */
  isProfileFresh(uid: string): Promise<boolean>
  /** Unix milliseconds. */
  now(): number
}

/** Options of a new sign-in. passport passes them to the strategy's `authenticate`. */
export interface BeginOptions {
  /** The provider asks which account to use. */
  chooseAccount: boolean
  /** Another site caused the sign-in: the provider must not let the person through without a click. */
  isCrossSite: boolean
}

/** Stores the data of a handshake while the browser is at the provider. */
export interface HandshakeStore {
  /** Stores `secret` (PKCE's code_verifier, OAuth 1.0a's token secret) under `key` (state, oauth_token). */
  begin(request: unknown, key: string, secret: string): Promise<void>
  /** The secret of the handshake that this request completes; undefined when its key differs. */
  secretOf(request: unknown, key: string): string | undefined
}

/** A redirect from the provider: the handshake's key, and whether the person agreed. */
export interface Callback {
  key: string | undefined
  outcome: 'granted' | 'cancelled' | 'failed'
  /** The provider's error code, if the redirect contains one. */
  error?: string
}

/** A parsed query string. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/**
 * The tokens that the provider issued, by name; their expiry times (`expiresAt`, `refreshTokenExpiresAt`) are
 * ISO 8601.
 */
export type Credentials = Record<string, string>

/** The result of a successful handshake. */
export interface Grant {
  /** The provider's raw description of the person. */
  raw: unknown
  credentials: Credentials
  /** The provider's refusal of an optional request; the sign-in continues without its answer. */
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
 * The result of a revocation: the provider revoked the grant, it was gone already, or these tokens can no
 * longer revoke it, so that it may still exist.
 */
export type RevocationOutcome = 'revoked' | 'gone' | 'impossible'

/** A person as a provider describes them. */
export interface Profile {
  /** Never changes, unlike the username. */
  uid: string
  username: string
  name: string
  email: string | null
  /** True only if the provider says that it verified the address. */
  emailVerified: boolean
  /** http or https. */
  avatarUrl: string | null
  /** Other facts to keep with the connection. */
  extraData: Record<string, string>
  /** Only `uid` and `username` are from the provider. The other fields must not replace known values. */
  isPartial?: boolean
}

/** The value of a query parameter that is there once and not empty, else undefined. */
export function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
