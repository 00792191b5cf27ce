import type { Context } from 'koa'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { type Account, isInUse, type Session } from '../store/account.ts'
import { isAlive, isRecent } from './session.ts'

/** The signed-in person's account, and the session of this browser. */
export type SignedIn = Account & { session: Session }

/** The session of a request, as the middleware `sessions()` finds it. */
export interface Visit {
  /** The hash of the id in the session cookie, even if there is no such session; null without a cookie. */
  idHash: string | null
  signedIn: SignedIn | null
}

/** The visit of a request. Throws on a route that does not come after `sessions()`. */
export function visitOf(ctx: Context): Visit {
  // `ctx.state` is used instead of a WeakMap, whose entries survive every minor garbage collection: that
  // costs a sixth of the time of a read.
  const visit: Visit | undefined = ctx.state.visit
  if (!visit) throw new Error('this route is not below the session middleware')
  return visit
}

/**
 * The account that this request is signed in to, as it was when the request arrived; null when signed out.
 */
export function accountOf(ctx: Context): SignedIn | null {
  return visitOf(ctx).signedIn
}

/** The session of this request; null when signed out. */
export function currentSession(ctx: Context): Session | null {
  return accountOf(ctx)?.session ?? null
}

/** The account and session of this request. Throws `Problem` 401 when signed out. */
export function signedIn(ctx: Context): SignedIn {
  const account = accountOf(ctx)
  if (!account) throw new Problem(401, 'signed-out', (answers) => answers.http.signedOut)
  return account
}

/**
 * Like `signedIn`, for changes with which an intruder could lock the owner out. Throws `Problem` 403 when the
 * last confirmed sign-in is too old (ASVS 7.5.1, 7.5.3).
 */
export function recentlySignedIn(ctx: Context, { now }: Pick<Services, 'now'>): SignedIn {
  const account = signedIn(ctx)
  if (!isRecent(account.session, now())) {
    throw new Problem(403, 'sign-in-again', (answers) => answers.http.signInAgain)
  }
  return account
}

/** Like `accountOf`, but reads the store now: the session may have ended since the request arrived. */
export async function whoIsSignedIn(
  ctx: Context,
  services: Pick<Services, 'store' | 'config' | 'now'>,
): Promise<SignedIn | null> {
  return findSignedIn(visitOf(ctx).idHash, services)
}

/**
 * The account and session of the cookie with this hash. Null when the session is too old, or when the account
 * is locked or being deleted.
 */
export async function findSignedIn(
  idHash: string | null,
  { store, config, now }: Pick<Services, 'store' | 'config' | 'now'>,
): Promise<SignedIn | null> {
  const found = idHash === null ? undefined : await store.findSession(idHash)
  if (!found) return null
  const { account, session } = found
  // The two settings are copied one by one: a copy of all settings costs a tenth of the time of such a
  // request.
  const { sessionIdleMs, sessionMaxMs } = config
  const limits = { sessionIdleMs, sessionMaxMs, now: now() }
  return isInUse(account.user) && isAlive(session, limits) ? { ...account, session } : null
}
