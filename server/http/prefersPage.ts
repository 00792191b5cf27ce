import type { Context } from 'koa'

/** Browsers send 150 characters. Reading a header with an open quote takes time with the square of its length. */
const MAX_LENGTH = 1_000

/** Whether the client would rather have a page than JSON: a browser's navigation, as a rule (RFC 9110, 12.5.1). */
export function prefersPage(ctx: Context): boolean {
  return ctx.get('Accept').length <= MAX_LENGTH && ctx.accepts('json', 'html') === 'html'
}
