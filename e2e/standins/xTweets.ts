import type Router from '@koa/router'
import parse from 'co-body'
import twitterText from 'twitter-text'
import { z } from 'zod'
import { Refusal } from './refusal.ts'
import type { XState } from './x.ts'
import { countRequest } from './xRateLimit.ts'
import { outOfCredit } from './xSignature.ts'

const post = z.object({ text: z.string().min(1) })

/** Like X's own ids, too large for a JavaScript number. */
const FIRST_ID = 1_900_000_000_000_000_000n

/** Adds the endpoint that posts a tweet. https://docs.x.com/x-api/posts/creation-of-a-post */
export function tweetRoutes(router: Router, { app, tweets, signedBy }: XState): void {
  router.post('/2/tweets', async (ctx) => {
    const { token } = await signedBy(ctx)
    const { username } = token?.person?.x ?? {}
    if (token?.kind !== 'access' || !username) throw problem(401, 'Unauthorized', 'Unauthorized')
    countRequest(ctx, token)
    if (!app.hasCredit) throw outOfCredit()
    if (token.access !== 'write') throw problem(403, 'Forbidden', READ_ONLY)
    const body = post.safeParse(await parse.json(ctx))
    if (!body.success)
      throw problem(400, 'Invalid Request', 'One or more parameters to your request was invalid.')
    const { text } = body.data
    if (!twitterText.parseTweet(text).valid) throw problem(403, 'Forbidden', 'Your Tweet text is too long.')
    const isDuplicate = tweets.some((tweet) => tweet.username === username && tweet.text === text)
    if (isDuplicate) throw problem(403, 'Forbidden', DUPLICATE)
    const id = String(FIRST_ID + BigInt(tweets.length))
    tweets.push({ id, username, text, at: new Date().toISOString() })
    ctx.status = 201
    ctx.body = { data: { id, text, edit_history_tweet_ids: [id] } }
  })
}

const DUPLICATE = 'You are not allowed to create a Tweet with duplicate content.'
const READ_ONLY =
  'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.'

/** An error in the format of X's API v2 (RFC 9457). */
function problem(status: number, title: string, detail: string): Refusal {
  return new Refusal(status, { title, detail, type: 'about:blank', status })
}
