import type Router from '@koa/router'
import { html } from './page.ts'
import type { Person } from './people.ts'

const AVATAR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(<%= it.hue %> 55% 52%)"/><stop offset="1" stop-color="hsl(<%= it.hue + 40 %> 60% 36%)"/></linearGradient></defs><rect width="96" height="96" fill="url(#sky)"/><text x="48" y="61" font-family="system-ui,sans-serif" font-size="36" font-weight="600" text-anchor="middle" fill="#fff"><%= it.initials %></text></svg>`

/** Draws the picture of a person as SVG: their initials on a colour that depends on their key. */
export function avatar({ key, name }: Pick<Person, 'key' | 'name'>): string {
  const hue = [...key].reduce((sum, letter) => sum + letter.charCodeAt(0) * 37, 0) % 360
  const words = name.match(/\p{L}+/gu) ?? ['?']
  const initials = [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
  return html(AVATAR, { hue, initials })
}

/** Serves the pictures of the people at `/avatars/KEY.svg`. */
export function avatarRoutes(router: Router, people: readonly Person[]): void {
  router.get('/avatars/:file', (ctx) => {
    const person = people.find(({ key }) => `${key}.svg` === ctx.params.file)
    if (!person) return
    ctx.type = 'image/svg+xml'
    ctx.body = avatar(person)
  })
}

/** The URL of a person's picture, on the host that the request of `ctx` went to. */
export function avatarUrl(ctx: { host: string }, { key }: Pick<Person, 'key'>): string {
  return `http://${ctx.host}/avatars/${encodeURIComponent(key)}.svg`
}
