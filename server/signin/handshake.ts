import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import { SealBroken } from '../seal.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from '../sessions/cookie.ts'

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

/** More tabs than anybody signs in with at a time. */
const MAX_AT_ONCE = 5

/** Servers refuse requests with more than 8 kB in one header line, and other cookies need room too. */
const MAX_BYTES = 3_000

/**
 * A browser that brings more invented handshakes keeps the rest until its next request: answers stay small.
 */
const MAX_DROPS = 5

const PURPOSE = 'handshake'

/** See `createHandshakes`. */
export type Handshakes = ReturnType<typeof createHandshakes>

type HandshakeNeeds = Pick<Services, 'config' | 'sealer' | 'store' | 'now'>

/**
 * Keeps handshakes in sealed cookies, one for each attempt: tabs do not disturb each other, and visitors who
 * never come back leave nothing in the store (RFC 9700, 4.7.1: bound to the browser that began).
 */
export function createHandshakes({ config, sealer, store, now }: HandshakeNeeds) {
  const prefix = cookieName('handshake-', config)
  const options = cookieOptions(config)
  const drop = (ctx: Context, name: string) => ctx.cookies.set(name, null, options)

  return {
    /** Leaves the handshake with the browser for ten minutes. */
    async begin(ctx: Context, handshake: Omit<Handshake, 'begunAt'>): Promise<void> {
      await leave(ctx, { ...handshake, begunAt: now() })
    },

    /**
     * The handshake that `key` completes, once. Undefined: none, another browser's, another provider's, or
     * too old.
     */
    async take(
      ctx: Context,
      { provider, key }: Pick<Handshake, 'provider' | 'key'>,
    ): Promise<Handshake | undefined> {
      const sealed = sealedOf(ctx, key)
      if (!sealed) return undefined
      drop(ctx, nameOf(key))
      const handshake = handshakeSchema.safeParse(await open(sealed)).data
      if (handshake?.provider !== provider || handshake.key !== key) return undefined
      if (now() - handshake.begunAt > LIFETIME_MS) return undefined
      // A browser may bring a cookie again that it was told to drop.
      return (await store.useOnce(`handshake:${signInId(key)}`, LIFETIME_MS)) ? handshake : undefined
    },

    /** The sealed handshake or landing that this browser has under `key`: nobody else can know it. */
    sealedOf,

    /** The address to which the visitor asked to return, even when the handshake is too old. */
    async returnToOf(ctx: Context, key: string): Promise<string | null> {
      const handshake = handshakeSchema.safeParse(await open(sealedOf(ctx, key))).data
      return handshake?.key === key ? handshake.returnTo : null
    },

    /**
     * The address to which this browser's callback with `key` has led; undefined when it has not ended yet.
     */
    async landingOf(ctx: Context, key: string): Promise<string | undefined> {
      const landing = landingSchema.safeParse(await open(sealedOf(ctx, key))).data
      return landing?.key === key ? landing.landedAt : undefined
    },

    /** Replaces the handshake in the browser by the address to which its callback has led. */
    land: (ctx: Context, landing: Landing) => leave(ctx, landing),
  }

  function nameOf(key: string): string {
    return prefix + signInId(key)
  }

  function sealedOf(ctx: Context, key: string): string | undefined {
    const name = nameOf(key)
    return cookiesOf(ctx).find(([sent]) => sent === name)?.[1] || undefined
  }

  async function leave(ctx: Context, value: Handshake | Landing): Promise<void> {
    const text = JSON.stringify(value)
    const sealed = await sealer.seal(text, { purpose: PURPOSE, expiresAt: now() + KEPT_MS })
    const name = nameOf(value.key)
    const others = cookiesOf(ctx).filter(([sent]) => sent.startsWith(prefix) && sent !== name)
    for (const dropped of surplusOf(others, [name, sealed])) drop(ctx, dropped)
    ctx.cookies.set(name, sealed, { ...options, maxAge: KEPT_MS })
  }

  /** The sealed value, unchecked; undefined when we have not sealed it. */
  async function open(sealed: string | undefined): Promise<unknown> {
    if (!sealed) return undefined
    try {
      return JSON.parse(await sealer.openCookie(sealed, PURPOSE))
    } catch (error) {
      if (error instanceof SealBroken) return undefined
      throw error
    }
  }
}

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

type Cookie = [name: string, value: string]

/** Names of the cookies that make room for one more. Browsers send older cookies first (RFC 6265, 5.4). */
function surplusOf(oldestFirst: readonly Cookie[], added: Cookie): string[] {
  let bytes = sizeOf(added)
  const kept = oldestFirst.toReversed().findIndex((cookie, index) => {
    bytes += sizeOf(cookie)
    return index >= MAX_AT_ONCE - 1 || bytes > MAX_BYTES
  })
  const surplus = kept === -1 ? [] : oldestFirst.slice(0, oldestFirst.length - kept)
  return surplus.slice(0, MAX_DROPS).map(([name]) => name)
}

/** In the Cookie header: `name=value; `. */
function sizeOf([name, value]: Cookie): number {
  return Buffer.byteLength(name) + Buffer.byteLength(value) + 3
}

/**
 * The cookies of the request, names and values. Not `ctx.cookies.get`: that keeps a regular expression for
 * each name that it was ever asked for (cookies 0.9.2, REGEXP_CACHE), and here each attempt has its own name,
 * which anybody may invent.
 */
function cookiesOf(ctx: Context): Cookie[] {
  const pairs = ctx.get('Cookie').split(/;\s*/)
  return pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
}
