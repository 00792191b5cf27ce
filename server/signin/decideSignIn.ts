import { isDeepStrictEqual } from 'node:util'
import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import {
  beginSession,
  connectSession,
  continueSession,
  isAlive,
  type NewSession,
  type SessionLimits,
  surplusOf,
} from '../sessions/session.ts'
import { type Account, findConnection, type Identity, type Session } from '../store/account.ts'
import { type AccountState, Conflict, type Consequences, type Decision } from '../store/store.ts'
import type { SignInPlan } from './pipeline.ts'

/** The browser that signs in. */
export interface Browser extends Pick<NewSession, 'idHash' | 'id' | 'browser' | 'system' | 'network'> {
  /** `idHash` of the session cookie that the browser sent, of any account; null without a cookie. */
  replaces: string | null
  /** Whether the browser's session connects another identity and continues. */
  connects: boolean
  /** Unix milliseconds. */
  now: number
}

/** A sign-in that is to be committed. */
export interface SignIn {
  plan: SignInPlan
  browser: Browser
  limits: SessionLimits
  events: readonly AuditEvent[]
  /** Jobs that tell the site how many sessions ended. */
  tellOfEnded(sessions: number): JobDescription[]
}

/**
 * The consequences of a new account: its first session begins, and the session of the browser's old cookie
 * ends.
 */
export function firstSignIn({ plan, browser, events }: SignIn): Consequences & { begins: Session } {
  const ends = browser.replaces === null ? [] : [browser.replaces]
  return { begins: beginSession(newSession(plan, browser)), ends, jobs: plan.jobs, events }
}

/**
 * Decides the sign-in to a known account. Throws `Conflict` when the account has changed since the steps read
 * it, or when the session that connects has ended: then the steps run again.
 */
export function decideSignIn(
  { account, sessions }: AccountState,
  { plan, browser, limits, events, tellOfEnded }: SignIn,
): Decision<Session> {
  if (!plan.seen || !isSameFor(plan.connection, plan.seen, account)) {
    throw new Conflict('the account has changed since the steps looked at it')
  }
  const before = sessions.find(({ idHash }) => idHash === browser.replaces)
  const isOn = before !== undefined && isAlive(before, { ...limits, now: browser.now })
  if (browser.connects && !isOn) throw new Conflict('the session that connects has ended')
  const begins = isOn ? sessionAfter(before, plan, browser) : beginSession(newSession(plan, browser))
  const surplus = surplusOf(sessions.filter((session) => session !== before))
  const replaced = browser.replaces === null ? [] : [browser.replaces]
  return {
    account: plan.account,
    begins,
    ends: [...replaced, ...surplus],
    jobs: surplus.length === 0 ? plan.jobs : [...plan.jobs, ...tellOfEnded(surplus.length)],
    events,
    result: begins,
  }
}

/** Connecting an identity that is already connected counts as signing in again. */
function sessionAfter(before: Session, plan: SignInPlan, browser: Browser): Session {
  const isConnecting = browser.connects && plan.newAssociation
  const after = newSession(plan, browser)
  return isConnecting ? connectSession(before, after) : continueSession(before, after)
}

function newSession({ account, connection }: SignInPlan, browser: Browser): NewSession {
  const { replaces: _, connects: __, ...known } = browser
  const { provider, uid, connectedAt } = connection
  return { ...known, userId: account.user.id, identity: { provider, uid }, connectedAt }
}

/**
 * Whether two states of an account are equal for a sign-in. The tokens and extra data of the connection used
 * are ignored: this sign-in replaces them anyway, and twenty simultaneous sign-ins of one person must not all
 * conflict.
 */
function isSameFor(used: Identity, seen: Account, now: Account): boolean {
  return seen === now || isDeepStrictEqual(premiseOf(seen, used), premiseOf(now, used))
}

function premiseOf({ user, connections }: Account, used: Identity) {
  const own = findConnection(connections, used)
  return {
    user,
    connections: connections.map((connection) =>
      connection === own ? { ...connection, credentials: '', extraData: {} } : connection,
    ),
  }
}
