import type { Context } from 'koa'

/** Whether the browser will show the response as a page, because a person followed a link or sent a form. */
export function isNavigation(ctx: Context): boolean {
  const mode = ctx.get('Sec-Fetch-Mode')
  return (mode === '' || mode === 'navigate') && ctx.get('Accept').includes('text/html')
}
