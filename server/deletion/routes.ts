import type Router from '@koa/router'
import type { Context } from 'koa'
import type { DeletionAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { ownPath } from '../http/ownPath.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { dropWhatIsPending } from '../sessions/cookie.ts'
import { recentlySignedIn } from '../sessions/signedIn.ts'
import { forgetLastProvider } from '../signin/lastProvider.ts'
import { beginDeletion, isOwnName } from './beginDeletion.ts'
import { cancelDeletion } from './cancelDeletion.ts'
import { type Deletion, deleteAccount } from './deleteAccount.ts'
import { finishDeletion } from './finishDeletion.ts'
import { createProgress } from './progress.ts'
import { CleanUpFailed } from './steps.ts'
import { within } from './within.ts'

/** How long a browser waits for the site's clean-up, which then goes on by itself. */
const WAIT_MS = 15_000

/** When the job takes over from a request that has not completed the deletion. */
const TAKEN_OVER_AFTER_MS = 30_000

/** `/api/account/delete`: deletes the account and ends at logout; `/api/deletion`: how that goes on. */
export function deletionRoutes(
  router: Router,
  services: Services,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store, config, now } = services
  const progress = createProgress(services)

  router.post('/api/account/delete', async (ctx) => {
    const account = recentlySignedIn(ctx, services)
    const { user, connections, session } = account
    await limits.change(ctx)
    const { username: typed } = await readBody(ctx)
    if (!isOwnName(typed, user))
      throw new Problem(400, 'wrong-username', (answers) => answers.deletion.wrongUsername)
    await limits.deletion(user.id, connections)
    const at = new Date(now()).toISOString()
    const job = finishDeletion.delay(
      { userId: user.id, since: at, from: audit.originOf(ctx) },
      { userId: user.id, key: `${user.id}:${at}`, runAt: now() + TAKEN_OVER_AFTER_MS },
    )
    const asked = { session: session.idHash, at, job }
    const outcome = await store.change(user.id, (state) => beginDeletion(state, asked))
    if (outcome === 'begun') {
      const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'done', userId: user.id })
      const deletion = { userId: user.id, id: job.id, since: at, event }
      await complete(ctx, deletion, { services, audit })
      await progress.show(ctx, account, deletion)
    }
    forgetLastProvider(ctx, config)
    dropWhatIsPending(ctx, config)
    ctx.status = 303
    ctx.redirect(ownPath('/logout', config))
  })

  router.get('/api/deletion', async (ctx) => {
    ctx.body = { steps: await progress.read(ctx) } satisfies DeletionAnswer
  })
}

/** Throws `Problem`, with nothing deleted, when the site's clean-up fails. After any other failure the job completes it. */
async function complete(
  ctx: Context,
  deletion: Deletion,
  { services, audit }: { services: Services; audit: Audit },
): Promise<void> {
  const { userId, since } = deletion
  try {
    const jobs = await within(WAIT_MS, deleteAccount(deletion, services))
    const facts = { user: userId, jobs: jobs && idsOf(jobs) }
    logOf(ctx).info(facts, jobs === undefined ? 'deletion goes on' : 'account deleted')
  } catch (cause) {
    if (!(cause instanceof CleanUpFailed)) {
      const facts = { err: cause, user: userId, job: deletion.id }
      logOf(ctx).error(facts, 'deletion broke off; the job will complete it')
      return
    }
    const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'failed', userId })
    await services.store.change(userId, (state) => cancelDeletion(state, { since, event }))
    throw new Problem(500, 'clean-up-failed', (answers) => answers.deletion.cleanUpFailed, { cause })
  }
}
