import type { Context } from 'koa'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from '../sessions/cookie.ts'
import { openCookie } from '../sessions/sealedCookie.ts'

/** More than the tabs in which a person signs in at the same time. */
const MAX_AT_ONCE = 5

/** Servers refuse a header line of more than 8 kB, and other cookies need room too. */
const MAX_BYTES = 3_000

/**
 * A browser can send many invented handshake cookies. At most this many are dropped per response, so that
 * responses stay small.
 */
const MAX_DROPS = 5

const PURPOSE = 'handshake'

/** The cookies of the sign-ins of one browser, by the id of the sign-in. */
export function createHandshakeCookies(
  { config, sealer, now }: Pick<Services, 'config' | 'sealer' | 'now'>,
  lifetimeMs: number,
) {
  const prefix = cookieName('handshake-', config)
  const options = cookieOptions(config)
  const drop = (ctx: Context, id: string) => void ctx.cookies.set(prefix + id, null, options)

  function sealedOf(ctx: Context, id: string): string | undefined {
    return cookiesOf(ctx).find(([name]) => name === prefix + id)?.[1] || undefined
  }

  /** See `openCookie`. */
  const read = (ctx: Context, id: string) => openCookie(sealedOf(ctx, id), PURPOSE, sealer)

  /**
   * Stores the value, replacing any before, and drops older handshakes that would take too much room beside
   * it.
   */
  async function set(ctx: Context, id: string, value: object): Promise<void> {
    const expiresAt = now() + lifetimeMs
    const sealed = await sealer.seal(JSON.stringify(value), { purpose: PURPOSE, expiresAt })
    const name = prefix + id
    const others = cookiesOf(ctx).filter(([sent]) => sent.startsWith(prefix) && sent !== name)
    for (const dropped of namesToDrop(others, [name, sealed])) drop(ctx, dropped.slice(prefix.length))
    ctx.cookies.set(name, sealed, { ...options, maxAge: lifetimeMs })
  }

  return { sealedOf, read, set, drop }
}

type Cookie = [name: string, value: string]

/**
 * The names of the cookies to drop so that one more fits. Browsers send older cookies first (RFC 6265, 5.4).
 */
function namesToDrop(oldestFirst: readonly Cookie[], added: Cookie): string[] {
  let bytes = sizeOf(added)
  const newestFirst = oldestFirst.toReversed()
  const kept = newestFirst.findIndex((cookie, index) => {
    bytes += sizeOf(cookie)
    return index >= MAX_AT_ONCE - 1 || bytes > MAX_BYTES
  })
  const surplus = kept === -1 ? [] : oldestFirst.slice(0, oldestFirst.length - kept)
  return surplus.slice(0, MAX_DROPS).map(([name]) => name)
}

/** The size in the Cookie header: `name=value; `. */
function sizeOf([name, value]: Cookie): number {
  return Buffer.byteLength(name) + Buffer.byteLength(value) + 3
}

/**
 * The cookies of the request, names and values. `ctx.cookies.get` is not used, because it caches a regular
 * expression for each name for ever (cookies 0.9.2, REGEXP_CACHE), and here each attempt has its own name,
 * which anybody may invent.
 */
function cookiesOf(ctx: Context): Cookie[] {
  const pairs = ctx.get('Cookie').split(/;\s*/)
  return pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
}
