import type Router from '@koa/router'
import type { ConsentsAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { canTakeBack, consentOf, presentConsent } from './consent.ts'
import { withdrawTweet } from './withdrawTweet.ts'

/** `/api/account/tweet-consents`: lists the person's consents, and withdraws them. */
export function consentRoutes(
  router: Router,
  { store, now }: Pick<Services, 'store' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  router.get('/api/account/tweet-consents', async (ctx) => {
    const { user, connections } = signedIn(ctx)
    const consents = user.tweetConsents.map((consent) => ({
      ...presentConsent(consent, connections),
      canTakeBack: consent === consentOf(user, consent.uid) && canTakeBack(consent),
    }))
    ctx.body = { consents: consents.reverse() } satisfies ConsentsAnswer
  })

  router.delete('/api/account/tweet-consents/:uid', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    const happening = { what: 'tweet-consent', outcome: 'withdrawn' } as const
    const event = audit.eventOf(ctx, { ...happening, userId: user.id, provider: 'twitter' })
    const withdrawal = { uid: String(ctx.params.uid), at: new Date(now()).toISOString(), event }
    const outcome = await store.change(user.id, (state) => withdrawTweet(state, withdrawal))
    if (outcome === 'too-late') throw new Problem(409, 'too-late', (answers) => answers.consents.tooLate)
    if (outcome !== 'withdrawn') throw new Problem(404, 'gone', (answers) => answers.consents.gone)
    logOf(ctx).info({ user: user.id }, 'tweet withdrawn')
    ctx.status = 204
  })
}
