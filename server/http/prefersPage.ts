import type { Context } from 'koa'

/**
 * Browsers send 150 characters. Parsing a header with an unclosed quote takes time with the square of its
 * length.
 */
const MAX_LENGTH = 1_000

/** Whether the client prefers a page to JSON: by Fetch metadata, or by Accept (RFC 9110, 12.5.1). */
export function prefersPage(ctx: Context): boolean {
  if (ctx.get('Sec-Fetch-Mode') === 'navigate') return true
  return ctx.get('Accept').length <= MAX_LENGTH && ctx.accepts('json', 'html') === 'html'
}
