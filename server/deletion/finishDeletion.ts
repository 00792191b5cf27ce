import { idsOf, type JobDescription } from '../jobs/job.ts'
import { task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { jobToErase } from './askSiteToErase.ts'
import { type Deletion, deleteAccount, deletionIdOf, prepareDeletion } from './deleteAccount.ts'
import { type DeletionPayload, deletionOf, neverGivenUp } from './deletionJob.ts'
import { stepsBefore } from './steps.ts'

/**
 * Completes the deletion that began at `since` (ISO 8601), if the request did not: the process ended before,
 * or the site's clean-up took longer than a browser waits. It retries until it succeeds, because the person
 * is already signed out for good. If the site's receiver must be asked, `askSiteToErase` does the rest.
 */
export const finishDeletion = task<DeletionPayload, Services>(
  'finishDeletion',
  async (payload, services, { signal }) => {
    const { store, now } = services
    try {
      // Jobs of older versions have no `since`.
      const since = payload.since ?? (await store.find({ id: payload.userId }))?.user.leavingSince ?? ''
      await finish({ ...payload, since }, { ...services, signal })
    } catch (error) {
      throw neverGivenUp(error, now())
    }
  },
)

/** The job of a deletion, to run at `runAt` (Unix ms) at the earliest. It has the same id each time. */
export function jobToFinish(payload: DeletionPayload, { runAt = 0 } = {}): JobDescription {
  const { userId, since } = payload
  return { ...finishDeletion.delay(payload, { userId, runAt }), id: deletionIdOf(userId, since) }
}

type Needs = Services & { signal: AbortSignal }

async function finish(payload: DeletionPayload, services: Needs): Promise<void> {
  const deletion = deletionOf(payload, services)
  const steps = stepsBefore(services)
  if (steps.some(({ asksReceiver }) => asksReceiver)) return handOver(payload, deletion, services)
  const jobs = await deleteAccount(deletion, { services, steps })
  if (jobs) services.log.info({ user: payload.userId, jobs: idsOf(jobs) }, 'account deleted')
}

/** Cleans up here, and adds the job that waits for the receiver. If that job already exists, does nothing. */
async function handOver(payload: DeletionPayload, deletion: Deletion, services: Needs): Promise<void> {
  const { queue } = services
  const job = jobToErase(payload)
  if ((await queue.findJobs([job.id])).length > 0) return
  const steps = stepsBefore(services).filter(({ asksReceiver }) => !asksReceiver)
  if (await prepareDeletion(deletion, { services, steps })) await queue.add([job])
}
