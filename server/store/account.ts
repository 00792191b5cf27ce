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

/** A user with every connection of theirs, oldest first. */
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
  /** Verified: a provider vouched for it, or a code that was mailed to it came back. Unique, compared by `emailKey`. */
  readonly email: string | null
  /** Verified addresses that the account had before, newest first: security mails go there for some time, too. */
  readonly formerEmails: readonly FormerEmail[]
  readonly avatarUrl: string | null
  /** ISO 8601. */
  readonly createdAt: string
  /** The language of the mails to the person: a code of languages/. */
  readonly language: string
  /** ISO 8601: when the welcome mail was enqueued, which happens once; null while there is no address to send it to. */
  readonly welcomedAt: string | null
  /** ISO 8601: when the person asked for deletion, else null. From then on nobody is signed in to the account. */
  readonly leavingSince: string | null
  /** Set while an operator keeps everybody out of the account. */
  readonly lock: Lock | null
  /** Set while the person is asked whether a tweet may be posted; `uid` is the X identity that would post it. */
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
 * What has become of a consent to post. `posting` is stored before X is called: a try that finds it does not know
 * whether an earlier one got through, and makes it `unknown`. `dropped`: the identity was disconnected first.
 */
export type ConsentState = 'waiting' | 'posting' | 'posted' | 'withdrawn' | 'failed' | 'dropped' | 'unknown'

/** The express consent to post exactly `text`, which X's developer policy asks to have. */
export interface TweetConsent {
  /** The X identity that posts. */
  readonly uid: string
  readonly text: string
  /** ISO 8601. */
  readonly at: string
  /** `asked`: the person said so here; `assumed`: the site owner vouches for it (`WELCOME_TWEET_CONSENT=assumed`). */
  readonly basis: 'asked' | 'assumed'
  /** Which wording of the question was agreed to. */
  readonly version: string
  readonly state: ConsentState
  /** ISO 8601: when the state became final; null while it is `waiting` or `posting`. */
  readonly settledAt: string | null
}

/** A person at a provider. `uid` is the provider's own id of them, compared byte for byte. */
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
  /** SHA-256 of the id in the cookie, base64url: a stolen store opens no account. */
  readonly idHash: string
  /** The name that pages use for it; it opens nothing. */
  readonly id: string
  readonly userId: string
  /** Such as "Firefox", or empty. */
  readonly browser: string
  /** The operating system, such as "Windows", or empty. */
  readonly system: string
  /** The network of its last sign-in, cut like that of an audit event; empty in sessions of older versions. */
  readonly network: string
  /** The identity of its last sign-in; null in sessions of older versions, which did not keep it. */
  readonly identity: Identity | null
  /** When this cookie was issued: the absolute limit counts from here. */
  readonly createdAt: number
  /** Since when this browser has been signed in to the account without a break; a sign-in in between does not change it. */
  readonly since: number
  /** The last sign-in through a connection that is not younger than `since`. */
  readonly confirmedAt: number
  readonly lastSeenAt: number
}

/** What is left of a deleted account: its id, and fingerprints (`Sealer.fingerprint`) that only this site can compare. */
export interface Tombstone {
  readonly userId: string
  /** ISO 8601. */
  readonly deletedAt: string
  /** Of `identityKey` of each identity. */
  readonly identities: readonly string[]
  /** Of `usernameKey` of the username, which stays reserved for some time. */
  readonly username: string
}

/**
 * The form in which two spellings of one address are equal: NFC and lower case (RFC 6532, 3.1). Letter by letter, and only
 * where the capital comes back from the small letter: `İ`, `ẞ` and the Kelvin sign stay themselves, because another
 * mailbox may have the `i`, the `ss` or the `k`.
 */
export function emailKey(address: string): string {
  if (address.length > MAX_COMPARED) return address
  if (ASCII.test(address)) return address.toLowerCase()
  return Array.from(address.normalize('NFC'), toSmallLetter).join('')
}

/** No address and no username is as long: a longer text equals none. Unicode takes time with the square of its length. */
const MAX_COMPARED = 1_000

/** Printable ASCII alone, as almost every address is. */
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

/** Names are compared by so many characters: indexes of PostgreSQL take no long text. */
export const NAME_KEY_LENGTH = 200

/** The form in which two spellings of the beginning of a name are equal. */
export function nameKey(name: string): string {
  const key = usernameKey(name.slice(0, NAME_KEY_LENGTH))
  if (key.length < NAME_KEY_LENGTH) return key
  // A pair of surrogates may have been cut in two.
  return key.slice(0, NAME_KEY_LENGTH).replace(/[\ud800-\udbff]$/, '')
}

/** An identity as one text. Provider ids have no colon, so no two identities share one. */
export function identityKey({ provider, uid }: Identity): string {
  return `${provider}:${uid}`
}
