import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import { SealBroken } from '../seal.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from './cookie.ts'

/** What must survive the trip to the provider and back. */
export interface Handshake {
  provider: string
  /** What the provider's redirect will bring back: OAuth 2.0's state, OAuth 1.0a's oauth_token. */
  key: string
  /** PKCE's code_verifier, OAuth 1.0a's token secret. */
  secret: string
  /** A path on this site. */
  returnTo: string
  /** The user who connects the provider; null when somebody signs in. */
  connectTo: string | null
}

const LIFETIME_MS = 10 * 60_000

/** More tabs than anybody signs in with at a time; without a bound, cookies would outgrow what servers accept. */
const MAX_AT_ONCE = 5

const PURPOSE = 'handshake'

/** See `createHandshakes`. */
export type Handshakes = ReturnType<typeof createHandshakes>

type HandshakeNeeds = Pick<Services, 'config' | 'sealer' | 'store' | 'now'>

/**
 * Keeps handshakes in sealed cookies, one for each attempt: tabs do not disturb each other, and visitors who never
 * come back leave nothing here (RFC 9700, 4.7.1: bound to the browser that began).
 */
export function createHandshakes({ config, sealer, store, now }: HandshakeNeeds) {
  const prefix = cookieName('handshake-', config)
  const options = cookieOptions(config)
  const drop = (ctx: Context, name: string) => ctx.cookies.set(name, null, options)

  return {
    /** Leaves the handshake with the browser for ten minutes. */
    async begin(ctx: Context, handshake: Handshake): Promise<void> {
      const text = JSON.stringify(handshake)
      const sealed = await sealer.seal(text, { purpose: PURPOSE, expiresAt: now() + LIFETIME_MS })
      for (const name of oldest(ctx, prefix)) drop(ctx, name)
      ctx.cookies.set(prefix + signInId(handshake.key), sealed, { ...options, maxAge: LIFETIME_MS })
    },

    /** The handshake that `key` completes, once. Undefined: none, another browser's, another provider's, or too old. */
    async take(
      ctx: Context,
      { provider, key }: Pick<Handshake, 'provider' | 'key'>,
    ): Promise<Handshake | undefined> {
      const name = prefix + signInId(key)
      const sealed = cookiesOf(ctx).find(([sent]) => sent === name)?.[1]
      if (!sealed) return undefined
      drop(ctx, name)
      const handshake = await open(sealed)
      if (handshake?.provider !== provider || handshake.key !== key) return undefined
      // A browser may bring a cookie again that it was told to drop.
      return (await store.useOnce(`handshake:${signInId(key)}`, LIFETIME_MS)) ? handshake : undefined
    },
  }

  async function open(sealed: string): Promise<Handshake | undefined> {
    try {
      return handshakeSchema.parse(JSON.parse(await sealer.openCookie(sealed, PURPOSE)))
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
  returnTo: z.string(),
  connectTo: z.string().nullable(),
})

/** The name of a sign-in in logs and in its cookie; the key itself must not show there. */
export function signInId(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 16)
}

/** Names of handshakes that make room for one more. Browsers send older cookies first (RFC 6265, 5.4). */
function oldest(ctx: Context, prefix: string): string[] {
  const names = cookiesOf(ctx).map(([name]) => name)
  const handshakes = names.filter((name) => name.startsWith(prefix))
  return handshakes.slice(0, Math.max(0, handshakes.length - MAX_AT_ONCE + 1))
}

/**
 * The cookies of the request, names and values. Not `ctx.cookies.get`: that keeps a regular expression for each name that it
 * was ever asked for (cookies 0.9.2, REGEXP_CACHE), and here each attempt has a name of its own, anybody's guesses included.
 */
function cookiesOf(ctx: Context): [name: string, value: string][] {
  const pairs = ctx.get('Cookie').split(/;\s*/)
  return pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
}
