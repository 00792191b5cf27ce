import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'

/** The token that a program sends (RFC 6750, 2.1); undefined when the request has no Authorization header. */
export function bearerOf(ctx: Context): string | undefined {
  const header = ctx.get('Authorization')
  if (header === '') return undefined
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
}

/** Whether the token is the one that is set. How long that takes says nothing about how much of it is right. */
export function isToken(given: string, expected: string | null): boolean {
  return expected !== null && timingSafeEqual(digestOf(given), digestOf(expected))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
