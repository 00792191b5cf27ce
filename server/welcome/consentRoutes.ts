import type Router from '@koa/router'
import type { ConsentsAnswer, OwnConsent } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import type { Job } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import type { TweetConsent, UserWithLinks } from '../store/account.ts'
import { canTakeBack, stateOf, tweetKey } from './consent.ts'

/** `/api/account/tweet-consents`: what the person agreed to post, and taking that back. */
export function consentRoutes(
  router: Router,
  { store, now }: Pick<Services, 'store' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  router.get('/api/account/tweet-consents', async (ctx) => {
    const account = signedIn(ctx)
    const jobs = await store.jobsOf(account.user.id)
    const consents = account.user.tweetConsents.map((consent) => present(consent, account, jobs))
    ctx.body = { consents: consents.reverse() } satisfies ConsentsAnswer
  })

  router.delete('/api/account/tweet-consents/:uid', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    const uid = String(ctx.params.uid)
    if (!user.tweetConsents.some((consent) => consent.uid === uid))
      throw new Problem(404, 'gone', (answers) => answers.consents.gone)
    const happening = {
      what: 'tweet-consent',
      outcome: 'withdrawn',
      userId: user.id,
      provider: 'twitter',
    } as const
    const isWithdrawn = await store.withdrawTweet(user.id, {
      uid,
      at: new Date(now()).toISOString(),
      jobKey: tweetKey(user.id, uid),
      events: [audit.eventOf(ctx, happening)],
    })
    if (!isWithdrawn) throw new Problem(409, 'too-late', (answers) => answers.consents.tooLate)
    logOf(ctx).info({ user: user.id }, 'tweet taken back')
    ctx.status = 204
  })
}

function present(consent: TweetConsent, { user, links }: UserWithLinks, jobs: readonly Job[]): OwnConsent {
  const { uid, text, at, basis, version, postedAt, withdrawnAt } = consent
  const job = jobs.find(({ key }) => key === tweetKey(user.id, uid))
  const link = links.find((candidate) => candidate.provider === 'twitter' && candidate.uid === uid)
  return {
    uid,
    username: link?.username ?? null,
    text,
    at,
    basis,
    version,
    state: stateOf(consent, job),
    settledAt: postedAt ?? withdrawnAt,
    canTakeBack: canTakeBack(consent, job),
  }
}
