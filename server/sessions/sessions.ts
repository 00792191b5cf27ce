import { hash, randomBytes, randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import type { Services } from '../services.ts'
import type { Session } from '../store/account.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { addMaxAge, sharedCookie } from './cookie.ts'
import { deviceOf } from './device.ts'
import type { NewSession } from './session.ts'
import { findSignedIn, type Visit, visitOf } from './signedIn.ts'

/** "Last seen" is written at most this often; more often if the idle limit is short. */
const TOUCH_EVERY_MS = 3_600_000

const COOKIE = 'session'

type Needs = Pick<Services, 'config' | 'store' | 'now' | 'log'>

/** Middleware that finds the session of each request for the routes after it. */
export function sessions(services: Needs): Middleware {
  const readVisit = createVisits(services)
  return async (ctx, next) => {
    ctx.state.visit = await readVisit(ctx)
    await next()
  }
}

/**
 * Finds the session of a request and updates its "last seen". The cookie holds 256 random bits, and the store
 * holds their hash (ASVS 7.2.3, 11.5.1).
 */
export function createVisits(services: Needs): (ctx: Context) => Promise<Visit> {
  const { config, store, now, log } = services
  const { name } = sharedCookie(COOKIE, config)
  const touchEveryMs = Math.min(TOUCH_EVERY_MS, config.sessionIdleMs / 10)

  return async (ctx) => {
    const id = ctx.cookies.get(name, { signed: false })
    const idHash = id ? hashOf(id) : null
    const signedIn = await findSignedIn(idHash, services)
    if (signedIn && now() - signedIn.session.lastSeenAt > touchEveryMs) await noteVisit(signedIn.session)
    return { idHash, signedIn }
  }

  /** A failure to store the visit is logged and does not turn the visitor away. */
  async function noteVisit({ idHash }: Session): Promise<void> {
    await store
      .touchSession(idHash, now())
      .catch((error) => log.warn({ err: error }, 'last visit could not be noted'))
  }
}

/** A new id for the cookie, and the parts of a session that depend on it and on the browser. */
export function newSessionId(ctx: Context): { cookie: string } & Pick<NewSession, 'idHash' | 'id'> & Device {
  const cookie = randomBytes(32).toString('base64url')
  return { cookie, idHash: hashOf(cookie), id: randomUUID(), ...deviceOf(ctx.get('User-Agent')) }
}

type Device = Pick<Session, 'browser' | 'system'>

/** Sends the browser the cookie of its stored session. It lives until the absolute limit of the session. */
export function keepSession(
  ctx: Context,
  { cookie, session }: { cookie: string; session: Session },
  { config, now }: Pick<Services, 'config' | 'now'>,
): void {
  const { name, options } = sharedCookie(COOKIE, config)
  const maxAge = session.createdAt + config.sessionMaxMs - now()
  ctx.cookies.set(name, cookie, { ...options, maxAge })
  addMaxAge(ctx, name, maxAge)
}

/** Ends the session of this request in the store and in the browser, and tells the site. */
export async function endSession(
  ctx: Context,
  { store, config, now }: Pick<Services, 'store' | 'config' | 'now'>,
): Promise<void> {
  const visit = visitOf(ctx)
  const { idHash, signedIn } = visit
  if (idHash === null) return
  if (signedIn) {
    const userId = signedIn.user.id
    const jobs = tellSite(config, 'session.ended', { userId, at: new Date(now()).toISOString(), sessions: 1 })
    await store.change(userId, ({ sessions }) => {
      const isStored = sessions.some((session) => session.idHash === idHash)
      return isStored ? { ends: [idHash], jobs, result: undefined } : { result: undefined }
    })
  }
  const { name, options } = sharedCookie(COOKIE, config)
  ctx.cookies.set(name, null, options)
  ctx.state.visit = { idHash: null, signedIn: null } satisfies Visit
}

function hashOf(id: string): string {
  return hash('sha256', id, 'base64url')
}
