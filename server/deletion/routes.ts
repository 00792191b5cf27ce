import type Router from '@koa/router'
import type { DeletionAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { ownPath } from '../http/ownPath.ts'
import { Problem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { dropWhatIsPending } from '../sessions/cookie.ts'
import { recentlySignedIn } from '../sessions/signedIn.ts'
import { forgetLastProvider } from '../signin/lastProvider.ts'
import { beginDeletion, isOwnName } from './beginDeletion.ts'
import { deleteInRequest } from './deleteInRequest.ts'
import { jobToFinish } from './finishDeletion.ts'
import { createProgress } from './progress.ts'

/** The job takes over after this time if the request has not completed the deletion. */
const TAKEN_OVER_AFTER_MS = 30_000

/**
 * `/api/account/delete` deletes the account and redirects to logout; `/api/deletion` reports the progress.
 */
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
    const from = audit.originOf(ctx)
    const runAt = now() + TAKEN_OVER_AFTER_MS
    const job = jobToFinish({ userId: user.id, since: at, from }, { runAt })
    const asked = { session: session.idHash, at, job }
    const outcome = await store.change(user.id, (state) => beginDeletion(state, asked))
    if (outcome === 'begun') {
      const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'done', userId: user.id })
      const deletion = { userId: user.id, id: job.id, since: at, event }
      await deleteInRequest(ctx, { deletion, from }, { services, audit })
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
