import type Router from '@koa/router'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../signin/signedIn.ts'
import { StoreUnavailable } from '../store/store.ts'
import { deleteAccount } from './deleteAccount.ts'

/** `/api/account/delete`: lets the signed-in person go, then ends at logout. */
export function deletionRoutes(
  router: Router,
  services: Services,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  router.post('/api/account/delete', async (ctx) => {
    const account = signedIn(ctx)
    await limits.change(ctx)
    // Nothing in it counts, but what is malformed or too large is refused here as everywhere.
    await readBody(ctx)
    let jobs: string[]
    try {
      const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'done', userId: account.user.id })
      jobs = idsOf(await deleteAccount(account, event, services))
    } catch (cause) {
      if (cause instanceof StoreUnavailable) throw cause
      const words = 'Your account could not be deleted, and nothing has been lost. Please try again later.'
      throw new Problem(500, 'clean-up-failed', words, { cause })
    }
    logOf(ctx).info({ user: account.user.id, jobs }, 'account deleted')
    ctx.status = 303
    ctx.redirect('/logout')
  })
}
