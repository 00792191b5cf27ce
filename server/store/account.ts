import { z } from 'zod'

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

const text = z.string()
const textOrNull = text.nullable()
/** Unix milliseconds. */
const time = z.number()

/** The express consent to post exactly `text`, which X's developer policy requires. */
const tweetConsentSchema = z.strictObject({
  /** The X identity that posts. */
  uid: text,
  text,
  /** ISO 8601. */
  at: text,
  /** `asked`: the person consented here. `assumed`: the site owner vouches for it (`WELCOME_TWEET_CONSENT=assumed`). */
  basis: z.enum(['asked', 'assumed']),
  /** Which wording of the question the person agreed to. */
  version: text,
  /**
   * `posting` is stored before X is called: a try that finds it does not know whether an earlier try succeeded, and
   * changes it to `unknown`. `dropped`: the identity was disconnected first.
   */
  state: z.enum(['waiting', 'posting', 'posted', 'withdrawn', 'failed', 'dropped', 'unknown']),
  /** ISO 8601: when the state became final; null while it is `waiting` or `posting`. */
  settledAt: textOrNull,
})

/** The person. */
export const userSchema = z.strictObject({
  /** A UUID. It never changes and is never given to another account. */
  id: text,
  /** Unique among accounts, compared by `usernameKey`. */
  username: text,
  name: text,
  /** A provider or a mailed code has verified it. Unique, compared by `emailKey`. */
  email: textOrNull,
  /**
   * Verified addresses that the account had before, newest first, and until when (ISO 8601). Security mails go there
   * for some time, too.
   */
  formerEmails: z.array(z.strictObject({ address: text, until: text })),
  avatarUrl: textOrNull,
  /** ISO 8601. */
  createdAt: text,
  /** The language of the mails to the person: a code of languages/. */
  language: text,
  /** ISO 8601: when the welcome mail was enqueued, which happens once; null while there is no address to send it to. */
  welcomedAt: textOrNull,
  /** ISO 8601: when the person asked for deletion, else null. From then on nobody can be signed in to the account. */
  leavingSince: textOrNull,
  /** Why and since when (ISO 8601) an operator keeps everybody out; else null. The person is told the reason. */
  lock: z.strictObject({ at: text, reason: text }).nullable(),
  /** Set while the person is asked whether a tweet may be posted. `uid` is the X identity that would post it. */
  tweetOffer: z.strictObject({ uid: text }).nullable(),
  tweetConsents: z.array(tweetConsentSchema),
})

/** A person at a provider. `uid` is the provider's own id for them, compared byte for byte. */
const identitySchema = z.strictObject({ provider: text, uid: text })

/** An identity connected to an account. */
export const connectionSchema = identitySchema.extend({
  /** The name at the provider, which may change. */
  username: text,
  /** The provider's tokens, sealed (see seal.ts). */
  credentials: text,
  /** What the `loadExtraData` step kept. */
  extraData: z.record(text, text),
  /** ISO 8601. */
  connectedAt: text,
})

/** A user with all their connections, oldest first. */
export const accountSchema = z.strictObject({ user: userSchema, connections: z.array(connectionSchema) })

/** A signed-in browser. */
export const sessionSchema = z.strictObject({
  /** SHA-256 of the id in the cookie, base64url: somebody who steals the store cannot sign in with it. */
  idHash: text,
  /** The id of the session in pages. It signs nobody in. */
  id: text,
  userId: text,
  /** Such as "Firefox", or empty. */
  browser: text,
  /** The operating system, such as "Windows", or empty. */
  system: text,
  /** The network of its last sign-in, shortened like that of an audit event; empty in sessions of older versions. */
  network: text,
  /** The identity of its last sign-in; null in sessions of older versions, which did not keep it. */
  identity: identitySchema.nullable(),
  /** When this cookie was issued. The absolute limit counts from here. */
  createdAt: time,
  /** Since when this browser has been signed in to the account without a break. Signing in again does not change it. */
  since: time,
  /** The last sign-in through a connection that is not younger than `since`. */
  confirmedAt: time,
  lastSeenAt: time,
})

/**
 * What is left of a deleted account: its id, and fingerprints (`Sealer.fingerprint`) that only this site can compare.
 */
export const tombstoneSchema = z.strictObject({
  userId: text,
  /** ISO 8601. */
  deletedAt: text,
  /** Fingerprints of `identityKey` of each identity. */
  identities: z.array(text),
  /** Fingerprint of `usernameKey` of the username, which stays reserved for some time. */
  username: text,
})

/** The type of what a schema describes: rows are never changed, only replaced. */
export type Stored<T> = T extends object ? { readonly [K in keyof T]: Stored<T[K]> } : T

// The schemas above explain these types.
export type Account = Stored<z.infer<typeof accountSchema>>
export type User = Account['user']
export type Connection = Account['connections'][number]
export type Identity = Stored<z.infer<typeof identitySchema>>
export type FormerEmail = User['formerEmails'][number]
export type TweetConsent = User['tweetConsents'][number]
export type ConsentState = TweetConsent['state']
export type Session = Stored<z.infer<typeof sessionSchema>>
export type Tombstone = Stored<z.infer<typeof tombstoneSchema>>

/**
 * Whether people can be signed in to an account. An account that is being deleted is `leaving`, even if it is locked.
 */
export type Standing = 'active' | 'locked' | 'leaving'

/** See `Standing`. */
export function standingOf({ leavingSince, lock }: Pick<User, 'leavingSince' | 'lock'>): Standing {
  if (leavingSince !== null) return 'leaving'
  return lock === null ? 'active' : 'locked'
}

/** Whether anybody can be signed in to the account: it is neither locked nor being deleted. */
export function isInUse(user: Pick<User, 'leavingSince' | 'lock'>): boolean {
  return standingOf(user) === 'active'
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
