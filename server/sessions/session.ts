import { hash, randomBytes, randomUUID } from 'node:crypto'
import type Koa from 'koa'
import type { Context, Middleware } from 'koa'
import createKoaSession from 'koa-session'
import type { Services } from '../services.ts'
import type { SessionAge, SignInPlan } from '../store/store.ts'
import type { Session, User, UserWithLinks } from '../store/account.ts'
import { cookieName, cookieOptions } from './cookie.ts'
import { deviceOf } from './device.ts'

/** "Last seen" is written at most this often, and often enough for a short idle limit. */
const TOUCH_EVERY_MS = 3_600_000

/** How old a session may be (ASVS 7.3.1, 7.3.2). */
export function sessionAge({ config, now }: Pick<Services, 'config' | 'now'>): SessionAge {
  return { seenSince: now() - config.sessionIdleMs, createdSince: now() - config.sessionMaxMs }
}

/** Who is signed in, and by which session. */
export type SignedIn = UserWithLinks & { session: Session }

/** Who is signed in on this request; null for a visitor. */
export function accountOf(ctx: Context): SignedIn | null {
  return knownOf(ctx)?.account ?? null
}

/** The session of this request; null for a visitor. */
export function currentSession(ctx: Context): Session | null {
  return knownOf(ctx)?.account?.session ?? null
}

/** Who is signed in at this very moment, read anew: somebody may have signed out since the request came. */
export async function whoIsSignedIn(
  ctx: Context,
  services: Pick<Services, 'store' | 'config' | 'now'>,
): Promise<User | null> {
  const { idHash } = entryOf(ctx)
  const found = idHash === null ? undefined : await services.store.findSession(idHash, sessionAge(services))
  return found?.user ?? null
}

/** What koa-session and this file know of one request. */
interface Entry {
  /** Brings koa-session in: only what changes a session needs it. */
  load: () => Promise<void>
  /** Of the session that the browser came with. */
  idHash: string | null
  account: SignedIn | null
  /** Set while a sign-in is committed: saving the session is then one with all the rest. */
  plan: Omit<SignInPlan, 'session' | 'replacesSession'> | null
  replacesSession: string | null
  userAgent: string
}

/** Not in a WeakMap: what is in one outlives every young collection, which would be a sixth of the time of a read. */
function knownOf(ctx: Context): Entry | undefined {
  return ctx.state.signedIn
}

/** The part of koa-session's session that is used; its own type is `any`. */
interface KoaSession {
  userId?: string
  save(): Promise<void>
  regenerate(): Promise<void>
  manuallyCommit(): Promise<void>
}

/**
 * Finds out who is signed in. Server-side sessions, which koa-session begins, renews and ends: the cookie holds 256 random
 * bits, the store only their hash (ASVS 7.2.3, 11.5.1). Most requests change nothing, and need but the cookie.
 */
export function sessions(app: Koa, services: Pick<Services, 'config' | 'store' | 'now' | 'log'>): Middleware {
  const { config, store, now, log } = services
  const key = cookieName('session', config)
  const touchEveryMs = Math.min(TOUCH_EVERY_MS, config.sessionIdleMs / 10)
  const load = createKoaSession(
    {
      ...cookieOptions(config),
      key,
      // The id is 256 random bits: a signature adds nothing, and would end sign-ins when SECRET is rotated.
      signed: false,
      maxAge: config.sessionIdleMs,
      autoCommit: false,
      genid: () => randomBytes(32).toString('base64url'),
      ContextStore: contextStore(services),
    },
    app,
  )
  return async (ctx, next) => {
    const id = ctx.cookies.get(key, { signed: false })
    const idHash = id ? hashOf(id) : null
    ctx.state.signedIn = {
      load: () => load(ctx, noFurther),
      idHash,
      account: (idHash && (await store.findSession(idHash, sessionAge(services)))) || null,
      plan: null,
      replacesSession: null,
      userAgent: ctx.get('User-Agent'),
    } satisfies Entry
    const session = currentSession(ctx)
    if (session && now() - session.lastSeenAt > touchEveryMs) {
      // Not being able to note the visit is no reason to turn the visitor away.
      await sessionOf(ctx)
        .then((found) => found.save())
        .catch((error) => log.warn({ err: error }, 'last visit could not be noted'))
    }
    await next()
  }
}

/**
 * Commits the sign-in and its new session in one, and gives the browser the new id; the id it came with is dead.
 * Throws what `commitSignIn` throws; the browser then keeps what it had.
 */
export async function commitWithSession(
  ctx: Context,
  plan: Omit<SignInPlan, 'session' | 'replacesSession'>,
): Promise<void> {
  const entry = entryOf(ctx)
  const cookies = [ctx.response.get('Set-Cookie')].flat().filter(Boolean)
  entry.plan = plan
  try {
    const session = await sessionOf(ctx)
    await session.regenerate()
  } catch (error) {
    // koa-session has already told the browser to forget the old id.
    ctx.set('Set-Cookie', cookies)
    throw error
  } finally {
    entry.plan = null
  }
}

/** Ends the session here and in the browser. */
export async function endSession(ctx: Context): Promise<void> {
  const session = await sessionOf(ctx)
  ;(ctx as unknown as { session: null }).session = null
  await session.manuallyCommit()
  entryOf(ctx).account = null
}

/** koa-session's store, made anew for each request so that it knows the request's `Entry`. */
function contextStore({ store, now }: Pick<Services, 'store' | 'now'>) {
  return class ContextStore {
    readonly #entry: Entry

    constructor(ctx: Context) {
      this.#entry = entryOf(ctx)
    }

    async get(): Promise<{ userId: string } | undefined> {
      return this.#entry.account ? { userId: this.#entry.account.user.id } : undefined
    }

    async set(id: string): Promise<void> {
      const { plan, replacesSession } = this.#entry
      if (!plan) return store.touchSession(hashOf(id), now())
      const userId = plan.user.isNew ? plan.user.user.id : plan.user.id
      // Connecting another provider goes on with a session and makes it no younger; coming in by one's own door does.
      const goesOn = plan.continuesSession && plan.newAssociation
      const begun = goesOn ? this.#entry.account?.session.createdAt : undefined
      const times = { createdAt: begun ?? now(), lastSeenAt: now() }
      const device = deviceOf(this.#entry.userAgent)
      const session = { idHash: hashOf(id), id: randomUUID(), userId, ...device, ...times }
      await store.commitSignIn({ ...plan, session, replacesSession })
    }

    async destroy(id: string): Promise<void> {
      // Kept from the first round: after a conflict the id in hand is one that was never stored.
      if (this.#entry.plan) this.#entry.replacesSession ??= hashOf(id)
      else await store.endSession(hashOf(id))
    }
  }
}

function entryOf(ctx: Context): Entry {
  const entry = knownOf(ctx)
  if (!entry) throw new Error('this route is not below the session middleware')
  return entry
}

/** Brought in once: what has become of it since is part of it. */
async function sessionOf(ctx: Context): Promise<KoaSession> {
  const entry = entryOf(ctx)
  await entry.load()
  entry.load = noFurther
  return (ctx as unknown as { session: KoaSession }).session
}

async function noFurther(): Promise<void> {}

function hashOf(id: string): string {
  return hash('sha256', id, 'base64url')
}
