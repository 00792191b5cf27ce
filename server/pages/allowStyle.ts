import { createHash } from 'node:crypto'
import type { Context } from 'koa'

const known = { style: '', hash: '' }

/** Permits `style` in a style element of this response: adds its hash to the content security policy. */
export function allowStyle(ctx: Context, style: string): void {
  // Pages of a site mostly have the same style, so the last hash is kept.
  if (known.style !== style) Object.assign(known, { style, hash: hashInPolicy(style) })
  const policy = ctx.response.get('Content-Security-Policy')
  ctx.set('Content-Security-Policy', policy.replace("style-src 'self'", `style-src 'self' '${known.hash}'`))
}

function hashInPolicy(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
