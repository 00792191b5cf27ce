import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { createHandshakeCookies } from './handshakeCookies.ts'

/** The data that must survive the trip to the provider and back. */
export interface Handshake {
  provider: string
  /** The provider's redirect brings it back: OAuth 2.0's state, OAuth 1.0a's oauth_token. */
  key: string
  /** PKCE's code_verifier, OAuth 1.0a's token secret. */
  secret: string
  /** The address to which the visitor asked to return; see `safeReturnTo`. Null when they did not ask. */
  returnTo: string | null
  /** The user who connects the provider; null when a person signs in. */
  connectTo: string | null
  /** Unix milliseconds. */
  begunAt: number
}

/** The end of a callback. When the browser loads the callback again, it goes to the same address again. */
interface Landing {
  key: string
  landedAt: string
}

const LIFETIME_MS = 10 * 60_000

/**
 * A handshake that is too old signs nobody in, but still tells to which address its visitor asked to return.
 */
const KEPT_MS = 60 * 60_000

/** See `createHandshakes`. */
export type Handshakes = ReturnType<typeof createHandshakes>

type HandshakeNeeds = Pick<Services, 'config' | 'sealer' | 'store' | 'now'>

/**
 * Keeps handshakes in sealed cookies, one for each attempt: tabs do not disturb each other, and visitors who
 * never come back leave nothing in the store (RFC 9700, 4.7.1: bound to the browser that began).
 */
export function createHandshakes(services: HandshakeNeeds) {
  const { store, now } = services
  const cookies = createHandshakeCookies(services, KEPT_MS)
  const find = async (ctx: Context, key: string) => {
    const handshake = handshakeSchema.safeParse(await cookies.read(ctx, signInId(key))).data
    return handshake?.key === key ? handshake : undefined
  }
  return {
    /** Leaves the handshake with the browser for ten minutes. */
    begin: (ctx: Context, handshake: Omit<Handshake, 'begunAt'>): Promise<void> =>
      cookies.leave(ctx, signInId(handshake.key), { ...handshake, begunAt: now() }),

    /**
     * The handshake that `key` completes, once. Undefined: none, another browser's, another provider's, or
     * too old.
     */
    async take(ctx: Context, { provider, key }: Named): Promise<Handshake | undefined> {
      const id = signInId(key)
      if (!cookies.sealedOf(ctx, id)) return undefined
      cookies.drop(ctx, id)
      const handshake = await find(ctx, key)
      if (handshake?.provider !== provider || now() - handshake.begunAt > LIFETIME_MS) return undefined
      // A browser may bring a cookie again that it was told to drop.
      return (await store.useOnce(`handshake:${id}`, LIFETIME_MS)) ? handshake : undefined
    },

    /** The sealed handshake or landing that this browser has under `key`: nobody else can know it. */
    sealedOf: (ctx: Context, key: string) => cookies.sealedOf(ctx, signInId(key)),

    /** The address to which the visitor asked to return, even when the handshake is too old. */
    returnToOf: async (ctx: Context, key: string) => (await find(ctx, key))?.returnTo ?? null,

    /**
     * The address to which this browser's callback with `key` has led; undefined when it has not ended yet.
     */
    async landingOf(ctx: Context, key: string): Promise<string | undefined> {
      const landing = landingSchema.safeParse(await cookies.read(ctx, signInId(key))).data
      return landing?.key === key ? landing.landedAt : undefined
    },

    /** Replaces the handshake in the browser by the address to which its callback has led. */
    land: (ctx: Context, landing: Landing) => cookies.leave(ctx, signInId(landing.key), landing),
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

/** The name of a sign-in in logs and in its cookie; the key itself must not show there. */
export function signInId(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 16)
}
