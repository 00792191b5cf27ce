import { eventAt } from '../audit/event.ts'
import { idsOf } from '../jobs/job.ts'
import { RetryLater, task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { CleanUpFailed, deleteAccount } from './deleteAccount.ts'

const TRY_AGAIN_AFTER_MS = 60_000

/**
 * Completes a deletion that was begun and that nobody has completed: the process ended in the middle of it, or the
 * site's clean-up took longer than a browser waits. Tries until it is done: the person is out already. `from` is the
 * network that asked, for the audit trail.
 */
export const finishDeletion = task<{ userId: string; from: string }, Services>(
  'finishDeletion',
  async ({ userId, from }, services, { id }) => {
    const { store, now, log } = services
    const leaving = await store.findLeaving(userId)
    if (!leaving) return
    const event = eventAt(now(), from, { what: 'deletion', outcome: 'done', userId })
    try {
      const jobs = await deleteAccount(leaving, { deletionId: id, event }, services)
      log.info({ user: userId, jobs: idsOf(jobs) }, 'account deleted')
    } catch (error) {
      if (!(error instanceof CleanUpFailed)) throw error
      throw new RetryLater(error.message, now() + TRY_AGAIN_AFTER_MS, { cause: error })
    }
  },
)
