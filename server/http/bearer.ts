import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'

/**
 * The token that a program sends (RFC 6750, 2.1); undefined when it sends none. Other schemes are ignored,
 * because a browser also sends the password of a proxy in front of the site in this header.
 */
export function bearerOf(ctx: Context): string | undefined {
  return /^Bearer(?: +(.*))?$/i.exec(ctx.get('Authorization').trim())?.slice(1).join('')
}

/** Whether the token is the expected one. The comparison takes the same time wherever the two differ. */
export function isToken(given: string, expected: string | null): boolean {
  return expected !== null && timingSafeEqual(hashed(given), hashed(expected))
}

function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
