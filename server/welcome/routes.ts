import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import type { AuditEvent } from '../audit/event.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { acceptTweet } from './acceptTweet.ts'
import { declineTweet } from './declineTweet.ts'
import { isTweet } from './tweetText.ts'

/** `/api/welcome-tweet`: the person accepts or declines the offer to post on X. */
export function welcomeRoutes(
  router: Router,
  { config, store, now }: Pick<Services, 'config' | 'store' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  router.post('/api/welcome-tweet', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    if (user.tweetOffer === null || config.welcomeTweet === null) throw nothingOffered()
    const text = await readText(ctx)
    const agreed = { text, at: new Date(now()).toISOString(), event: consentEvent(ctx, user.id, 'done') }
    const outcome = await store.change(user.id, (state) => acceptTweet(state, agreed))
    if (outcome !== 'accepted') throw nothingOffered()
    logOf(ctx).info({ user: user.id }, 'tweet accepted')
    ctx.status = 202
    ctx.body = { accepted: text }
  })

  router.delete('/api/welcome-tweet', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    const event = consentEvent(ctx, user.id, 'declined')
    await store.change(user.id, (state) => declineTweet(state, event))
    ctx.status = 204
  })

  function consentEvent(ctx: Context, userId: string, outcome: 'done' | 'declined'): AuditEvent {
    return audit.eventOf(ctx, { what: 'tweet-consent', outcome, userId, provider: 'twitter' })
  }
}

async function readText(ctx: Context): Promise<string> {
  const { text } = await readBody(ctx)
  if (isTweet(text)) return text
  throw new Problem(400, 'invalid-text', (answers) => answers.welcome.textInvalid)
}

function nothingOffered(): Problem {
  return new Problem(409, 'nothing-offered', (answers) => answers.welcome.nothingOffered)
}
