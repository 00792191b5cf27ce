/**
 * What crosses the wire between server and client. Types only: besides `fill` of languages/ it is all that the client may
 * import of the server.
 */
import type { DeskTexts, Pages } from './languages/catalogue.ts'
import type { Language } from './languages/language.ts'

export type { DeskTexts, Pages } from './languages/catalogue.ts'
export type { Language } from './languages/language.ts'

/** What the server puts into every page, as JSON: with it a page shows itself without asking for anything. */
export interface PageData {
  language: Language
  pages: Pages
  /** On the desk's pages alone. */
  desk?: DeskTexts
  /** On the desk's pages of a person who is no operator: the words for that. */
  refusal?: string
  site: PageSite
  /** What `GET /api/session` answers; null where Vite serves the page in development. */
  session: SessionAnswer | null
  /** Where the address asks to go on, if people may be led there. */
  returnTo: string | null
}

/** The settings of the site that its pages show. */
export interface PageSite {
  name: string
  /** The path of PUBLIC_URL, without a trailing slash: empty, or such as `/door`. */
  basePath: string
  /** HOME_URL: where the brand and "Continue to SITE_NAME" lead. */
  homeUrl: string
  logoUrl: string | null
  termsUrl: string | null
  privacyUrl: string | null
  /** The origins that pictures of people may come from; `*` for any. */
  avatarOrigins: readonly string[]
}

/** A provider, as the sign-in page shows it. */
export interface ProviderChoice {
  id: string
  label: string
  /** Path of a single-colour SVG, to be used as a mask. */
  iconUrl: string
}

/** A provider identity connected to the account. */
export interface Connection {
  provider: string
  label: string
  /** The name at the provider. */
  username: string
  /** ISO 8601. */
  connectedAt: string
}

/** A connection as its owner may change it. */
export interface OwnConnection extends Connection {
  /** The provider's own id of the person. */
  uid: string
  /** Whether nobody could sign in to the account any more without it. */
  isLastWayIn: boolean
}

/** `GET /api/account/connections`: oldest first. */
export interface ConnectionsAnswer {
  connections: OwnConnection[]
}

/** A browser that is signed in to the account. */
export interface OwnSession {
  id: string
  /** Such as "Firefox", or empty. */
  browser: string
  /** Such as "Windows", or empty. */
  system: string
  /** ISO 8601. */
  createdAt: string
  /** ISO 8601; no finer than an hour. */
  lastSeenAt: string
  /** The network of its last sign-in, as a CIDR, where that is known. */
  network?: string
  /** Whether it is the one that asks. */
  isCurrent: boolean
}

/** `GET /api/account/sessions`: the one that asks, then the others, newest visit first. */
export interface SessionsAnswer {
  sessions: OwnSession[]
}

/**
 * The state of a consent to post: `posting`: X is being asked; `failed`: X refused; `dropped`: X was disconnected before
 * the post went out; `unknown`: X never answered.
 */
export type ConsentState = 'waiting' | 'posting' | 'posted' | 'withdrawn' | 'failed' | 'dropped' | 'unknown'

/** A consent to post on X. */
export interface OwnConsent {
  uid: string
  /** The name on X, or null when it is not connected any more. */
  username: string | null
  text: string
  /** ISO 8601. */
  at: string
  basis: 'asked' | 'assumed'
  version: string
  state: ConsentState
  /** ISO 8601: when the state became final; null while it waits. */
  settledAt: string | null
  canTakeBack: boolean
}

/** `GET /api/account/tweet-consents`: newest first. */
export interface ConsentsAnswer {
  consents: OwnConsent[]
}

/** The signed-in person, as they may see themselves. */
export interface Account {
  id: string
  username: string
  name: string
  email: string | null
  /** Whether a provider vouched for the address, or a code that was mailed to it came back. */
  emailVerified: boolean
  avatarUrl: string | null
  /** ISO 8601. */
  createdAt: string
  connections: Connection[]
  /** The exact text offered for posting on X, or null when nothing is offered. */
  tweetOffer: string | null
}

/** `GET /api/session` */
export interface SessionAnswer {
  site: { name: string }
  providers: ProviderChoice[]
  user: Account | null
}

/** Something done with the account. */
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
  /** `done`, or a code that says why not. */
  outcome: string
  /** Label of the provider, if one was used. */
  provider: string | null
  /** The network it came from, as a CIDR; may be empty. */
  from: string
  /** `operator`: it was done at the desk and not by the owner of the account. */
  by: 'operator' | null
  /** The reason that the operator gave, or what was done to which job; null when there is nothing to say. */
  note: string | null
}

/** What operators do with an account. */
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

/** `/api/account/address`: the address that waits, in this session, for the code that was mailed to it; null if none does. */
export interface AddressAnswer {
  pending: string | null
}

/** `GET /api/account/pending-connection`: what may be connected with one click; null when there is nothing. */
export interface PendingConnectionAnswer {
  connection: PendingConnection | null
}

/** An identity that this browser came with, before its owner signed in with another one. */
export interface PendingConnection {
  provider: string
  label: string
  /** The name at the provider. */
  username: string
}

/** A part of deleting an account. */
export interface DeletionStep {
  what: 'sessions' | 'webhook' | 'site' | 'account' | 'grant' | 'farewell'
  /** Whose grant it is: the provider's label. */
  provider: string | null
  /** `impossible`: a grant that we cannot end any more; the person can, at the provider. */
  state: 'done' | 'waiting' | 'failed' | 'impossible'
}

/** `GET /api/deletion`: what has become of the deletion that this browser asked for, in order; null if there was none. */
export interface DeletionAnswer {
  steps: DeletionStep[] | null
}

/** Whether people can be signed in to an account: `leaving` while it is being deleted. */
export type AccountState = 'active' | 'locked' | 'leaving'

/** An account in the list of the desk. */
export interface DeskPerson {
  id: string
  username: string
  name: string
  email: string | null
  state: AccountState
  /** Set while the account is locked. */
  lockReason: string | null
  /** ISO 8601. */
  createdAt: string
  /** ISO 8601: the newest visit of a session or, without sessions, the last sign-in; null when neither is known. */
  lastSeenAt: string | null
  connections: { provider: string; uid: string; username: string }[]
}

/** `GET /api/desk/people`: `next` is what `after` takes for the page behind this one, or null. */
export interface PeopleAnswer {
  people: DeskPerson[]
  next: string | null
}

/** `GET /api/desk/people/ID`. Sessions: newest visit first; events and consents: newest first. */
export interface DeskPersonAnswer {
  person: DeskPersonDetails
  sessions: DeskSession[]
  events: AccountEvent[]
  consents: DeskConsent[]
  jobs: DeskJob[]
}

/** An account with all that the desk shows of it. */
export interface DeskPersonDetails extends DeskPerson {
  avatarUrl: string | null
  language: string
  /** ISO 8601; null unless it is locked. */
  lockedAt: string | null
  /** ISO 8601; null unless it is being deleted. */
  leavingSince: string | null
  /** Whether it is an operator's, who can be neither locked nor deleted here. */
  isOperator: boolean
}

/** A session as the desk shows it. Times in ISO 8601. */
export type DeskSession = Omit<OwnSession, 'isCurrent'> & { provider: string | null }

/** A consent to post as the desk shows it. */
export type DeskConsent = Omit<OwnConsent, 'canTakeBack'>

/** A job or a dead letter. Times in ISO 8601; `runAt`: not before then. A running job counts as waiting. */
export interface DeskJob {
  id: string
  task: string
  userId: string | null
  state: 'waiting' | 'dead'
  reason: string | null
  attempts: number
  runAt: string
  enqueuedAt: string
}

/** `GET /api/desk/jobs`: `next` is what `after` takes for the page behind this one, or null. */
export interface JobsAnswer {
  jobs: DeskJob[]
  next: string | null
}

/** `GET /api/desk/overview`. */
export interface OverviewAnswer {
  /** What is wrong now, the oldest first. */
  problems: DeskProblem[]
  accounts: { all: number; locked: number; leaving: number }
  /** How many, by task. */
  jobs: { task: string; waiting: number; dead: number }[]
  /** The last 30 days, `2026-11-01`, oldest first; the last is today (UTC). */
  days: string[]
  /** For each of the days. */
  newAccounts: number[]
  deletions: number[]
  signIns: { provider: string; label: string; outcome: string; counts: number[] }[]
  reminders: { outcome: string; counts: number[] }[]
  mails: { kind: string; outcome: string; counts: number[] }[]
}

/** Something that the operator should look at. */
export interface DeskProblem {
  kind: string
  /** ISO 8601; null when it is not known since when. */
  since: string | null
  /** In the language of the reader. */
  message: string
}

/** Why a sign-in did not happen: the `CODE` of `/?error=CODE`. A site's own steps may add codes. */
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

/** `GET /api/refusals/CODE`: the site's own words for a code that one of its own steps refused with. */
export interface RefusalAnswer {
  message: string
}

/** The body of every error of `/api/*` except the reminder's, which is plain text. */
export interface ErrorAnswer {
  error: { code: string; message: string }
}
