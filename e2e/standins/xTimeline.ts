import type Router from '@koa/router'
import { type Frame, html, page } from './page.ts'
import type { XState } from './x.ts'

const REFRESH_SECONDS = 2

const TIMELINE = `<h1>Timeline</h1>
<% if (it.tweets.length === 0) { %><p class="quiet">Nobody has posted yet. What the site posts shows up here by itself.</p><% } %>
<% for (const { person, username, text, at } of it.tweets) { %><article class="card person"><img src="/avatars/<%= person ? person.key : '' %>.svg" alt="" width="44" height="44"><strong><%= person ? person.name : username %></strong><small>@<%= username %> · <time datetime="<%= at %>"><%= at.slice(0, 10) %> <%= at.slice(11, 19) %> UTC</time></small><p class="tweet"><%= text %></p></article><% } %>`

/** Adds the timeline, newest tweet first: a page for people, and JSON for tests. */
export function timelineRoutes(router: Router, frame: Frame, { options, tweets }: XState): void {
  router.get('/timeline', (ctx) => {
    const personOf = (username: string) => options.people.find(({ x }) => x?.username === username)
    const shown = tweets.toReversed().map((tweet) => ({ ...tweet, person: personOf(tweet.username) }))
    const body = html(TIMELINE, { tweets: shown })
    ctx.body = page({ frame, title: 'Timeline of the X stand-in', body, refreshSeconds: REFRESH_SECONDS })
  })

  router.get('/timeline.json', (ctx) => {
    ctx.body = tweets.toReversed()
  })
}
