import type Router from '@koa/router'
import { readBody } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { admitToChange, type Guards } from './access.ts'
import { deedEvent, logDeed } from './deed.ts'
import { noPerson } from './refusals.ts'
import { settleTweet } from './settleTweet.ts'

/** `/api/desk/tweets/USER/UID/settle`: the operator has looked at X and reports whether the post is there. */
export function tweetRoutes(
  router: Router,
  { store, config, now }: Pick<Services, 'store' | 'config' | 'now'>,
  guards: Guards,
): void {
  router.post('/api/desk/tweets/:user/:uid/settle', async (ctx) => {
    const operator = await admitToChange(ctx, guards)
    const { posted } = await readBody(ctx)
    const isPosted = readAnswer(posted)
    const userId = String(ctx.params.user)
    const deed = { what: 'operator-tweet', outcome: isPosted ? 'posted' : 'not-posted', userId } as const
    const at = now()
    const seen = {
      uid: String(ctx.params.uid),
      isPosted,
      offersTweets: config.welcomeTweet !== null,
      at: new Date(at).toISOString(),
      event: deedEvent(at, deed),
    }
    const outcome = await store.change(userId, (state) => settleTweet(state, seen))
    if (outcome === undefined) throw noPerson()
    if (outcome === 'none') throw new Problem(404, 'no-tweet', ({ desk }) => desk.noTweet)
    if (outcome === 'posted-invalid')
      throw new Problem(400, 'posted-invalid', ({ desk }) => desk.postedInvalid)
    if (outcome === 'settled-before') throw new Problem(409, 'settled', ({ desk }) => desk.tweetSettled)
    logDeed(ctx, operator, deed)
    ctx.status = 204
  })
}

/** Whether the post is there; null for any answer but yes and no. */
function readAnswer(posted: unknown): boolean | null {
  if (posted === 'yes') return true
  return posted === 'no' ? false : null
}
