import type Router from '@koa/router'
import type { Context } from 'koa'
import type { DeletionAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { dropWhatIsPending } from '../signin/cookie.ts'
import { forgetLastProvider } from '../signin/lastProvider.ts'
import { currentSession } from '../signin/session.ts'
import { signedIn } from '../signin/signedIn.ts'
import type { UserWithLinks } from '../user.ts'
import { CleanUpFailed, deleteAccount } from './deleteAccount.ts'
import { finishDeletion } from './finishDeletion.ts'
import { createProgress } from './progress.ts'
import { within } from './within.ts'

/** What cannot be undone is for who has signed in lately, not for whoever finds an open browser (ASVS 7.5.3). */
const FRESH_FOR_MS = 24 * 3_600_000

/** How long a browser waits for the site's clean-up; then it goes on by itself. */
const WAIT_MS = 15_000

/** When the job takes over from a request that was never heard of again. */
const TAKEN_OVER_AFTER_MS = 30_000

/** `/api/account/delete`: lets the signed-in person go, then ends at logout; `/api/deletion`: how that goes on. */
export function deletionRoutes(
  router: Router,
  services: Services,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store, config, now } = services
  const progress = createProgress(services)

  router.post('/api/account/delete', async (ctx) => {
    const account = signedIn(ctx)
    await limits.change(ctx)
    // Nothing in it counts, but what is malformed or too large is refused here as everywhere.
    await readBody(ctx)
    if (!isFresh(ctx)) throw new Problem(403, 'sign-in-again', (answers) => answers.deletion.signInAgain)
    const userId = account.user.id
    await limits.deletion(userId, account.links)
    const job = finishDeletion.delay(
      { userId, from: audit.originOf(ctx) },
      { userId, key: `deletion:${userId}`, runAt: now() + TAKEN_OVER_AFTER_MS },
    )
    // Asked twice at once, it happens once.
    if (await store.beginDeletion(userId, new Date(now()).toISOString(), job)) {
      await complete(ctx, { account, job }, { services, audit })
      await progress.show(ctx, account, job.id)
    }
    forgetLastProvider(ctx, config)
    dropWhatIsPending(ctx, config)
    ctx.status = 303
    ctx.redirect('/logout')
  })

  router.get('/api/deletion', async (ctx) => {
    ctx.body = { steps: await progress.read(ctx) } satisfies DeletionAnswer
  })

  function isFresh(ctx: Context): boolean {
    const session = currentSession(ctx)
    return session !== null && now() - session.createdAt <= FRESH_FOR_MS
  }
}

/** A deletion that the store knows of. */
interface Begun {
  account: UserWithLinks
  job: JobDescription
}

/** Throws `Problem`, with nothing deleted, when the site's clean-up fails. What else goes wrong, the job puts right. */
async function complete(
  ctx: Context,
  { account, job }: Begun,
  { services, audit }: { services: Services; audit: Audit },
): Promise<void> {
  const userId = account.user.id
  const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'done', userId })
  const deleting = deleteAccount(account, { deletionId: job.id, event }, services)
  try {
    const jobs = await within(WAIT_MS, deleting)
    logOf(ctx).info(
      { user: userId, jobs: jobs && idsOf(jobs) },
      jobs ? 'account deleted' : 'deletion goes on',
    )
  } catch (cause) {
    if (!(cause instanceof CleanUpFailed)) {
      logOf(ctx).error(
        { err: cause, user: userId, job: job.id },
        'deletion broke off; the job will complete it',
      )
      return
    }
    const failed = audit.eventOf(ctx, { what: 'deletion', outcome: 'failed', userId })
    await services.store.cancelDeletion(userId, job.id, [failed])
    throw new Problem(500, 'clean-up-failed', (answers) => answers.deletion.cleanUpFailed, { cause })
  }
}
