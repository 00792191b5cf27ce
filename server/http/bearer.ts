import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'

/**
 * The token that a program sends (RFC 6750, 2.1); undefined when it sends none. Other schemes do not count: a browser sends
 * the password of a proxy in front of the site along.
 */
export function bearerOf(ctx: Context): string | undefined {
  return /^Bearer(?: +(.*))?$/i.exec(ctx.get('Authorization').trim())?.slice(1).join('')
}

/** Whether the token is the one that is set. How long that takes says nothing about how much of it is right. */
export function isToken(given: string, expected: string | null): boolean {
  return expected !== null && timingSafeEqual(digestOf(given), digestOf(expected))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
