/**
 * The account as an aggregate: a user with everything that changes together with them. Stores apply changes of it as a
 * whole; the rules about it are plain functions in the folders of the features.
 *
 * - user: the person here.
 * - identity: a person at a provider, `provider` and `uid`. It never changes.
 * - connection: an identity connected to an account: it signs its user in.
 * - session: one browser signed in. Sessions belong to an account, but are no part of the aggregate.
 * - tombstone: what is left of a deleted account. Nothing in it is personal.
 */

/** A user with all their connections, oldest first. */
export interface Account {
  readonly user: User
  readonly connections: readonly Connection[]
}

/** The person. */
export interface User {
  /** A UUID. It never changes and is never given to another account. */
  readonly id: string
  /** Unique among accounts, compared by `usernameKey`. */
  readonly username: string
  readonly name: string
  /** A provider or a mailed code has verified it. Unique, compared by `emailKey`. */
  readonly email: string | null
  /** Verified addresses that the account had before, newest first. Security mails go there for some time, too. */
  readonly formerEmails: readonly FormerEmail[]
  readonly avatarUrl: string | null
  /** ISO 8601. */
  readonly createdAt: string
  /** The language of the mails to the person: a code of languages/. */
  readonly language: string
  /** ISO 8601: when the welcome mail was enqueued, which happens once; null while there is no address to send it to. */
  readonly welcomedAt: string | null
  /** ISO 8601: when the person asked for deletion, else null. From then on nobody can be signed in to the account. */
  readonly leavingSince: string | null
  /** Set while an operator keeps everybody out of the account. */
  readonly lock: Lock | null
  /** Set while the person is asked whether a tweet may be posted. `uid` is the X identity that would post it. */
  readonly tweetOffer: { readonly uid: string } | null
  readonly tweetConsents: readonly TweetConsent[]
}

/** Whether anybody can be signed in to the account: it is neither locked nor being deleted. */
export function isInUse({ lock, leavingSince }: Pick<User, 'lock' | 'leavingSince'>): boolean {
  return lock === null && leavingSince === null
}

/** An address that was replaced or removed. */
export interface FormerEmail {
  readonly address: string
  /** ISO 8601: when it stopped being the address of the account. */
  readonly until: string
}

/** Why and since when (ISO 8601) an operator keeps everybody out. The person is told the reason. */
export interface Lock {
  readonly at: string
  readonly reason: string
}

/**
 * The state of a consent to post. `posting` is stored before X is called: a try that finds it does not know whether an
 * earlier try succeeded, and changes it to `unknown`. `dropped`: the identity was disconnected first.
 */
export type ConsentState = 'waiting' | 'posting' | 'posted' | 'withdrawn' | 'failed' | 'dropped' | 'unknown'

/** The express consent to post exactly `text`, which X's developer policy requires. */
export interface TweetConsent {
  /** The X identity that posts. */
  readonly uid: string
  readonly text: string
  /** ISO 8601. */
  readonly at: string
  /** `asked`: the person consented here. `assumed`: the site owner vouches for it (`WELCOME_TWEET_CONSENT=assumed`). */
  readonly basis: 'asked' | 'assumed'
  /** Which wording of the question the person agreed to. */
  readonly version: string
  readonly state: ConsentState
  /** ISO 8601: when the state became final; null while it is `waiting` or `posting`. */
  readonly settledAt: string | null
}

/** A person at a provider. `uid` is the provider's own id for them, compared byte for byte. */
export interface Identity {
  readonly provider: string
  readonly uid: string
}

/** An identity connected to an account. */
export interface Connection extends Identity {
  /** The name at the provider, which may change. */
  readonly username: string
  /** The provider's tokens, sealed (see seal.ts). */
  readonly credentials: string
  /** What the `loadExtraData` step kept. */
  readonly extraData: Readonly<Record<string, string>>
  /** ISO 8601. */
  readonly connectedAt: string
}

/** A signed-in browser. Times in Unix milliseconds. */
export interface Session {
  /** SHA-256 of the id in the cookie, base64url: somebody who steals the store cannot sign in with it. */
  readonly idHash: string
  /** The id of the session in pages. It signs nobody in. */
  readonly id: string
  readonly userId: string
  /** Such as "Firefox", or empty. */
  readonly browser: string
  /** The operating system, such as "Windows", or empty. */
  readonly system: string
  /** The network of its last sign-in, shortened like that of an audit event; empty in sessions of older versions. */
  readonly network: string
  /** The identity of its last sign-in; null in sessions of older versions, which did not keep it. */
  readonly identity: Identity | null
  /** When this cookie was issued. The absolute limit counts from here. */
  readonly createdAt: number
  /** Since when this browser has been signed in to the account without a break. Signing in again does not change it. */
  readonly since: number
  /** The last sign-in through a connection that is not younger than `since`. */
  readonly confirmedAt: number
  readonly lastSeenAt: number
}

/**
 * What is left of a deleted account: its id, and fingerprints (`Sealer.fingerprint`) that only this site can compare.
 */
export interface Tombstone {
  readonly userId: string
  /** ISO 8601. */
  readonly deletedAt: string
  /** Fingerprints of `identityKey` of each identity. */
  readonly identities: readonly string[]
  /** Fingerprint of `usernameKey` of the username, which stays reserved for some time. */
  readonly username: string
}

/**
 * The form in which two spellings of one address are equal: NFC and lower case (RFC 6532, 3.1). Letters are lowered one
 * by one, and only if the capital comes back from the small letter: `İ`, `ẞ` and the Kelvin sign stay themselves,
 * because another mailbox may have the `i`, the `ss` or the `k`.
 */
export function emailKey(address: string): string {
  if (address.length > MAX_COMPARED) return address
  if (ASCII.test(address)) return address.toLowerCase()
  return Array.from(address.normalize('NFC'), toSmallLetter).join('')
}

/**
 * No address and no username is longer, so a longer text equals none. Normalizing takes time with the square of the
 * length.
 */
const MAX_COMPARED = 1_000

/** Printable ASCII, as in almost every address. */
const ASCII = /^[ -~]*$/

function toSmallLetter(letter: string): string {
  const small = letter.toLowerCase()
  return small.toUpperCase() === letter ? small : letter
}

/** The form in which two spellings of one username are equal. */
export function usernameKey(username: string): string {
  if (username.length > MAX_COMPARED) return username
  if (ASCII.test(username)) return username.toLowerCase()
  return username.normalize('NFKC').toLowerCase()
}

/** Names are compared by this many characters, because PostgreSQL's indexes take no long text. */
export const NAME_KEY_LENGTH = 200

/** The form in which two spellings of the beginning of a name are equal. */
export function nameKey(name: string): string {
  const key = usernameKey(name.slice(0, NAME_KEY_LENGTH))
  if (key.length < NAME_KEY_LENGTH) return key
  // The cut may have split a pair of surrogates.
  return key.slice(0, NAME_KEY_LENGTH).replace(/[\ud800-\udbff]$/, '')
}

/** An identity as one text. Provider ids have no colon, so no two identities have the same text. */
export function identityKey({ provider, uid }: Identity): string {
  return `${provider}:${uid}`
}

/** The connection of the identity, if it is one of `connections`. */
export function findConnection(
  connections: readonly Connection[],
  { provider, uid }: Identity,
): Connection | undefined {
  return connections.find((connection) => connection.provider === provider && connection.uid === uid)
}
