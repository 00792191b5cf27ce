import type { Context } from 'koa'

/**
 * Whether the browser will show the response as a page, because a person followed a link or sent a form: by
 * Fetch metadata or, where an older browser sends none, by Accept.
 */
export function isNavigation(ctx: Context): boolean {
  const mode = ctx.get('Sec-Fetch-Mode')
  if (mode !== '') return mode === 'navigate'
  const hasMetadata = ctx.get('Sec-Fetch-Site') !== '' || ctx.get('Sec-Fetch-Dest') !== ''
  return !hasMetadata && ctx.get('Accept').toLowerCase().includes('text/html')
}
