import type Router from '@koa/router'
import parse from 'co-body'
import { html, page } from './page.ts'
import { ACCENT, BANNER, type Kept } from './xKept.ts'

const TIMELINE = `<h1>Timeline</h1>
<% if (it.tweets.length === 0) { %><p class="quiet">Nobody has posted yet.</p><% } %>
<% for (const tweet of it.tweets) { %><article class="card"><strong>@<%= tweet.username %></strong> <span class="quiet"><%= tweet.at %></span><br><%= tweet.text %></article><% } %>`

/** Posting, and the timeline where one sees it. */
export function tweetRoutes(router: Router, { tweets, signedBy }: Kept): void {
  router.post('/2/tweets', async (ctx) => {
    const { token } = await signedBy(ctx)
    const { text } = JSON.parse(await parse.text(ctx))
    const { username } = token?.person?.x ?? ctx.throw(401, 'Unauthorized')
    const isDuplicate = tweets.some((tweet) => tweet.username === username && tweet.text === text)
    if (token?.access !== 'write' || isDuplicate) {
      ctx.status = 403
      ctx.body = {
        title: 'Forbidden',
        detail: isDuplicate ? DUPLICATE : 'Your client app is not allowed to post',
        status: 403,
      }
      return
    }
    const tweet = { id: String(1_000 + tweets.length), username, text, at: new Date().toISOString() }
    tweets.push(tweet)
    ctx.status = 201
    ctx.body = { data: { id: tweet.id, text } }
  })
  router.get('/timeline', (ctx) => {
    const body = html(TIMELINE, { tweets: tweets.toReversed() })
    ctx.body = page({ title: 'Timeline', banner: BANNER, accent: ACCENT, body, refreshSeconds: 3 })
  })
}

const DUPLICATE = 'You are not allowed to create a Tweet with duplicate content.'
