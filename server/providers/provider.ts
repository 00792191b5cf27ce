import type { Strategy } from 'passport'
import type { ProviderSettings } from '../config.ts'

/**
 * A door: everything Doorman knows about one provider. To add one, write a file like github.ts and add a line to the
 * list in site.ts.
 */
export interface Provider {
  /** Part of the addresses: `/auth/ID`. */
  id: string
  label: string
  /** A single-colour SVG document; it is used as a mask. */
  icon: string
  settings: ProviderSettings
  /**
   * The passport strategy. Its verify callback passes a `Grant` on as the "user".
   * Everything it asks of the provider must end within `PROVIDER_TIMEOUT_MS`.
   */
  strategy(setup: StrategySetup): Strategy
  /** What the provider's redirect says, before anything in it is believed. */
  readCallback(query: Query): Callback
  /** The provider's words about a person in ours. Throws (a ZodError) when they make no sense. */
  profile(raw: unknown): Profile
  /** Where the provider keeps people's pictures: pages show none from elsewhere. */
  avatarOrigins(settings: Readonly<Record<string, string>>): string[]
  /** The page of the provider on which people remove applications themselves. */
  grantsUrl(settings: Readonly<Record<string, string>>): string
  /**
   * New tokens in the place of expired ones; null when the provider gives none for these any more. The old ones may be
   * worthless afterwards. Missing where tokens do not expire.
   */
  refresh?(call: ProviderCall): Promise<Credentials | null>
  /** Asks the provider, once, to end the grant behind these tokens. */
  revoke(call: ProviderCall): Promise<RevocationOutcome>
}

/** What a strategy is made from. */
export interface StrategySetup {
  settings: Readonly<Record<string, string>>
  callbackUrl: string
  handshakes: HandshakeStore
  /** Whether the site ever posts on the person's behalf: ask for no more than is needed. */
  asksToPost: boolean
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
}

/** A parsed query string. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/** The tokens a provider gave us, by name. */
export type Credentials = Record<string, string>

/** What a successful handshake yields: the provider's raw words about the person, and the tokens. */
export interface Grant {
  raw: unknown
  credentials: Credentials
}

/** A request to a provider that acts for one person. */
export interface ProviderCall {
  settings: Readonly<Record<string, string>>
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
