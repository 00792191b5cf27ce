import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { createHandshakeCookies } from './handshakeCookies.ts'

/** The data that must survive the round trip to the provider. */
export interface Handshake {
  provider: string
  /** The provider's redirect contains it: OAuth 2.0's state, OAuth 1.0a's oauth_token. */
  key: string
  /** PKCE's code_verifier, OAuth 1.0a's token secret. */
  secret: string
  /** The address to which the visitor asked to return; see `redirectTarget`. Null when they did not ask. */
  returnTo: string | null
  /** The user who connects the provider; null for a sign-in. */
  connectTo: string | null
  /** Unix milliseconds. */
  begunAt: number
}

/**
 * The result of a finished callback. When the browser loads the callback again, it is redirected to the same
 * address.
 */
interface Landing {
  key: string
  landedAt: string
}

const LIFETIME_MS = 10 * 60_000

/** A handshake older than LIFETIME_MS signs nobody in, but it is kept this long for its `returnTo`. */
const KEPT_MS = 60 * 60_000

/**
 * Keeps handshakes in sealed cookies, one for each attempt: tabs do not disturb each other, and visitors who
 * never return leave nothing in the store. The cookie binds a handshake to the browser that began it (RFC
 * 9700, 4.7.1).
 */
export class Handshakes {
  readonly #services: Pick<Services, 'store' | 'now'>
  readonly #cookies: ReturnType<typeof createHandshakeCookies>

  constructor(services: Pick<Services, 'config' | 'sealer' | 'store' | 'now'>) {
    this.#services = services
    this.#cookies = createHandshakeCookies(services, KEPT_MS)
  }

  /** Stores the handshake in the browser. It can be completed within ten minutes. */
  begin(ctx: Context, handshake: Omit<Handshake, 'begunAt'>): Promise<void> {
    return this.#cookies.set(ctx, signInId(handshake.key), { ...handshake, begunAt: this.#services.now() })
  }

  /**
   * Returns the handshake that `key` completes; each handshake only once. Undefined when this browser has
   * none with this key for this provider, or when it is too old.
   */
  async take(ctx: Context, { provider, key }: Named): Promise<Handshake | undefined> {
    const { store, now } = this.#services
    const id = signInId(key)
    if (!this.sealedOf(ctx, key)) return undefined
    this.#cookies.drop(ctx, id)
    const handshake = await this.#find(ctx, key)
    if (handshake?.provider !== provider || now() - handshake.begunAt > LIFETIME_MS) return undefined
    // A browser may send a cookie again after it was told to drop it, so the store remembers used handshakes.
    const once = { key: `handshake:${id}`, max: 1, windowMs: LIFETIME_MS }
    return (await store.use([once])) === 0 ? handshake : undefined
  }

  /** The sealed handshake or landing that this browser sent for `key`. Only this browser knows it. */
  sealedOf(ctx: Context, key: string): string | undefined {
    return this.#cookies.sealedOf(ctx, signInId(key))
  }

  /** The address to which the visitor asked to return, even when the handshake is too old. */
  async returnToOf(ctx: Context, key: string): Promise<string | null> {
    return (await this.#find(ctx, key))?.returnTo ?? null
  }

  /** The address to which this browser's callback with `key` redirected; undefined until it has finished. */
  async landingOf(ctx: Context, key: string): Promise<string | undefined> {
    const landing = landingSchema.safeParse(await this.#cookies.read(ctx, signInId(key))).data
    return landing?.key === key ? landing.landedAt : undefined
  }

  /** Replaces the handshake in the browser with the address to which its callback redirected. */
  land(ctx: Context, landing: Landing): Promise<void> {
    return this.#cookies.set(ctx, signInId(landing.key), landing)
  }

  async #find(ctx: Context, key: string): Promise<Handshake | undefined> {
    const handshake = handshakeSchema.safeParse(await this.#cookies.read(ctx, signInId(key))).data
    return handshake?.key === key ? handshake : undefined
  }
}

type Named = Pick<Handshake, 'provider' | 'key'>

const handshakeSchema = z.object({
  provider: z.string(),
  key: z.string(),
  secret: z.string(),
  returnTo: z.string().nullable(),
  connectTo: z.string().nullable(),
  begunAt: z.number(),
})

const landingSchema = z.object({ key: z.string(), landedAt: z.string() })

/**
 * The id of a sign-in in logs and in its cookie's name. It is a hash, because the key itself must not appear
 * there.
 */
export function signInId(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 16)
}
