import { eventAt } from '../audit/event.ts'
import { idsOf } from '../jobs/job.ts'
import { RetryLater, task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { deleteAccount } from './deleteAccount.ts'
import { CleanUpFailed } from './steps.ts'

const TRY_AGAIN_AFTER_MS = 60_000

type Payload = { userId: string; since: string; from: string }

/**
 * Completes the deletion that began at `since` (ISO 8601), if that has not happened: the process ended in the middle of it, or
 * the site's clean-up took longer than a browser waits. It tries until it succeeds, because the person is out already.
 * `from` is the network that asked, for the audit trail.
 */
export const finishDeletion = task<Payload, Services>(
  'finishDeletion',
  async ({ userId, since, from }, services, { id }) => {
    const { store, now, log } = services
    const event = eventAt(now(), from, { what: 'deletion', outcome: 'done', userId })
    try {
      // Jobs of older versions do not say it.
      const begun = since ?? (await store.find({ id: userId }))?.user.leavingSince ?? ''
      const jobs = await deleteAccount({ userId, id, since: begun, event }, services)
      if (jobs) log.info({ user: userId, jobs: idsOf(jobs) }, 'account deleted')
    } catch (error) {
      if (!(error instanceof CleanUpFailed)) throw error
      throw new RetryLater(error.message, now() + TRY_AGAIN_AFTER_MS, { cause: error })
    }
  },
)
