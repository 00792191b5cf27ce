/**
 * The people, their links and their sessions, and the rules about them that every floor shares.
 *
 * - user: a person's account. Deleting leaves an inactive tombstone without personal data.
 * - link: a provider identity (`provider` + `uid`) that signs its user in. python-social-auth calls it a social user.
 * - session: one browser signed in.
 */

/** An account. */
export interface User {
  id: string
  /** Unique among active users, compared without regard to case. */
  username: string
  name: string
  /** At most one active user has an address, compared by `emailKey`. */
  email: string | null
  /** Whether the provider said that it verified the address, or a code that was mailed to it came back. */
  emailVerified: boolean
  avatarUrl: string | null
  isActive: boolean
  /** ISO 8601. */
  createdAt: string
  /** The language of the mails to the person: a code of languages/. */
  language: string
  /** ISO 8601: when the welcome mail was enqueued, which is once; null while there is no address to send it to. */
  welcomedAt: string | null
  /** ISO 8601, from the moment the person asked for deletion: nobody is signed in as them any more. Null else. */
  leavingSince: string | null
  /** Set while the person is asked whether a tweet may be posted; `uid` is the X identity it would go out from. */
  tweetOffer: { uid: string } | null
  tweetConsents: TweetConsent[]
}

/** The express consent to post exactly `text`, which X's developer policy asks to have. */
export interface TweetConsent {
  /** The X identity that posts. */
  uid: string
  text: string
  /** ISO 8601. */
  at: string
  /** `asked`: the person said so here; `assumed`: the site owner vouches for it (`WELCOME_TWEET_CONSENT=assumed`). */
  basis: 'asked' | 'assumed'
  /** Which wording of the question was agreed to. */
  version: string
  /** ISO 8601: when X took it, or null. */
  postedAt: string | null
  /** ISO 8601: when the person took the consent back, or null. */
  withdrawnAt: string | null
}

/** A provider identity connected to a user. */
export interface Link {
  provider: string
  /** The provider's own id of the person: it never changes and is compared byte for byte. */
  uid: string
  userId: string
  /** The name at the provider, which may change. */
  username: string
  /** The provider's tokens, sealed (see seal.ts). */
  credentials: string
  /** What the `loadExtraData` step kept. */
  extraData: Record<string, string>
  /** ISO 8601. */
  connectedAt: string
}

/** A signed-in browser. */
export interface Session {
  /** SHA-256 of the id in the cookie, base64url: a stolen store opens no account. */
  idHash: string
  /** What its owner calls it by; it opens nothing. */
  id: string
  userId: string
  /** Such as "Firefox", or empty. */
  browser: string
  /** The operating system, such as "Windows", or empty. */
  system: string
  /** Unix milliseconds. */
  createdAt: number
  /** Unix milliseconds. */
  lastSeenAt: number
}

/** A user with every link of theirs, oldest first. */
export interface UserWithLinks {
  user: User
  links: Link[]
}

/** What of a user a sign-in may change. */
export type UserChanges = Partial<Omit<User, 'id' | 'isActive' | 'createdAt' | 'leavingSince'>>

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
  return username.normalize('NFKC').toLowerCase()
}

/** What remains of a deleted account: an id and two facts, nothing personal. */
export function tombstone(user: User): User {
  return {
    id: user.id,
    username: '',
    name: '',
    email: null,
    emailVerified: false,
    avatarUrl: null,
    isActive: false,
    createdAt: user.createdAt,
    language: '',
    welcomedAt: null,
    leavingSince: null,
    tweetOffer: null,
    tweetConsents: [],
  }
}
