/**
 * The data that server and client exchange; deskApi.ts has that of the desk. Types only. Besides these files, the
 * client may import only `fill` and `initials` of languages/ from the server.
 */
import type { DeskTexts, Pages } from './languages/catalogue.ts'
import type { Language } from './languages/language.ts'

export type { DeskTexts, Pages } from './languages/catalogue.ts'
export type { Language } from './languages/language.ts'

/**
 * The data that the server puts into every page, as JSON, so that the page needs no request to show itself.
 */
export interface PageData {
  language: Language
  pages: Pages
  /** Only on pages of the desk. */
  desk?: DeskTexts
  /** On pages of the desk for a person who is not an operator: the message. */
  refusal?: string
  site: PageSite
  /** The answer of `GET /api/session`; null when Vite serves the page in development. */
  session: SessionAnswer | null
  /** The safe `returnTo` of the page's query; null when there is none. */
  returnTo: string | null
}

/** The settings of the site that its pages show. */
export interface PageSite {
  name: string
  /** The path of PUBLIC_URL, without a trailing slash: empty, or such as `/door`. */
  basePath: string
  /** HOME_URL: the target of the brand and of "Continue to SITE_NAME". */
  homeUrl: string
  logoUrl: string | null
  termsUrl: string | null
  privacyUrl: string | null
  /** The origins of profile pictures; `*` for any. */
  avatarOrigins: readonly string[]
}

/** A provider on the sign-in page. */
export interface ProviderChoice {
  id: string
  label: string
  /** The path of a single-colour SVG, for use as a mask. */
  iconUrl: string
}

/** A provider identity connected to the account. */
export interface Connection {
  provider: string
  label: string
  /** The username at the provider. */
  username: string
  /** ISO 8601. */
  connectedAt: string
}

/** A connection on the account page. */
export interface OwnConnection extends Connection {
  /** The provider's id of the person. */
  uid: string
  /** Whether nobody could sign in to the account without it. */
  isLastWayIn: boolean
}

/** `GET /api/account/connections`: oldest first. */
export interface ConnectionsAnswer {
  connections: OwnConnection[]
}

/** A session of the account. */
export interface OwnSession {
  id: string
  /** Such as "Firefox", or empty. */
  browser: string
  /** Such as "Windows", or empty. */
  system: string
  /** ISO 8601. */
  createdAt: string
  /** ISO 8601, with a precision of one hour. */
  lastSeenAt: string
  /** The network of its last sign-in, as a CIDR, if it is known. */
  network?: string
  /** Whether it is the session of the request. */
  isCurrent: boolean
}

/** `GET /api/account/sessions`: the current session, then the others, newest visit first. */
export interface SessionsAnswer {
  sessions: OwnSession[]
}

/**
 * The state of a consent to post. `posting`: X is being asked; `failed`: X refused; `dropped`: X was
 * disconnected before the post; `unknown`: X never answered.
 */
export type ConsentState = 'waiting' | 'posting' | 'posted' | 'withdrawn' | 'failed' | 'dropped' | 'unknown'

/** A consent to post on X. */
export interface OwnConsent {
  uid: string
  /** The username on X, or null when it is no longer connected. */
  username: string | null
  text: string
  /** ISO 8601. */
  at: string
  basis: 'asked' | 'assumed'
  version: string
  state: ConsentState
  /** ISO 8601: the time when the state became final; null while it waits. */
  settledAt: string | null
  canTakeBack: boolean
}

/** `GET /api/account/tweet-consents`: newest first. */
export interface ConsentsAnswer {
  consents: OwnConsent[]
}

/** The signed-in person's own account. */
export interface Account {
  id: string
  username: string
  name: string
  email: string | null
  /** Whether the provider verified the address, or the person entered the code mailed to it. */
  emailVerified: boolean
  avatarUrl: string | null
  /** ISO 8601. */
  createdAt: string
  connections: Connection[]
  /** The exact text that is offered for posting on X, or null when nothing is offered. */
  tweetOffer: string | null
}

/** `GET /api/session` */
export interface SessionAnswer {
  site: { name: string }
  providers: ProviderChoice[]
  user: Account | null
}

/** An event of the account. */
export interface AccountEvent {
  /** ISO 8601. */
  at: string
  what:
    | 'sign-in'
    | 'connect'
    | 'disconnect'
    | 'reminder'
    | 'address'
    | 'tweet-consent'
    | 'session-end'
    | 'export'
    | 'deletion'
    | OperatorDeed
  /** `done`, or a code for the reason why not. */
  outcome: string
  /** Label of the provider, if one was used. */
  provider: string | null
  /** The network of the request, as a CIDR; may be empty. */
  from: string
  /** `operator` when it was done at the desk; null when it was done by the owner. */
  by: 'operator' | null
  /** The operator's reason, or the task of the job; null when there is neither. */
  note: string | null
}

/** The actions of operators on an account. */
export type OperatorDeed =
  | 'locked'
  | 'unlocked'
  | 'operator-sessions'
  | 'operator-deletion'
  | 'operator-export'
  | 'operator-retry'
  | 'operator-discard'
  | 'operator-tweet'

/** `GET /api/account/events`: the newest, newest first. */
export interface EventsAnswer {
  events: AccountEvent[]
}

/** `/api/account/address`: the address that waits, in this session, for its code; null when none does. */
export interface AddressAnswer {
  pending: string | null
}

/**
 * `GET /api/account/pending-connection`: the identity that may be connected with one click; null when there
 * is none.
 */
export interface PendingConnectionAnswer {
  connection: PendingConnection | null
}

/** An identity with which this browser could not sign in, because another account had its address. */
export interface PendingConnection {
  provider: string
  label: string
  /** The username at the provider. */
  username: string
}

/** A step of deleting an account. */
export interface DeletionStep {
  what: 'sessions' | 'webhook' | 'site' | 'account' | 'grant' | 'farewell'
  /** The label of the provider whose grant it is. */
  provider: string | null
  /** `impossible`: a grant that we can no longer revoke; the person can, at the provider. */
  state: 'done' | 'waiting' | 'failed' | 'impossible'
}

/**
 * `GET /api/deletion`: the steps, in order, of the deletion that this browser requested; null if there was
 * none.
 */
export interface DeletionAnswer {
  steps: DeletionStep[] | null
}

/** The reason for a failed sign-in: the `CODE` of `/?error=CODE`. A site's own steps may add codes. */
export type SignInError =
  | 'cancelled'
  | 'expired'
  | 'unavailable'
  | 'email-taken'
  | 'already-connected'
  | 'refused'
  | 'misconfigured'
  | 'locked'
  | 'leaving'

/** `GET /api/refusals/CODE`: the site's own sentence for a code of one of its own steps. */
export interface RefusalAnswer {
  message: string
}

/** The body of every error of `/api/*` except the reminder's, which is plain text. */
export interface ErrorAnswer {
  error: { code: string; message: string }
}
