import { idsOf, type JobDescription, jobIdOf } from '../jobs/job.ts'
import { task } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { RECEIVER } from '../webhooks/receiver.ts'
import { deleteAccount, deletionIdOf } from './deleteAccount.ts'
import { type DeletionPayload, deletionOf, neverGivenUp } from './deletionJob.ts'
import { stepsBefore } from './steps.ts'

const NAME = 'askSiteToErase'

/**
 * Completes a deletion after the clean-up here: asks the site to erase its data until it acknowledges that,
 * then deletes the account. Its jobs wait for the webhook receiver like others. They never become dead
 * letters, because the person is already signed out for good.
 */
export const askSiteToErase = task<DeletionPayload, Services>(
  NAME,
  async (payload, services, { signal }) => {
    const { log, now } = services
    const steps = stepsBefore(services).filter(({ asksReceiver }) => asksReceiver)
    try {
      const deletion = deletionOf(payload, services)
      const jobs = await deleteAccount(deletion, { services: { ...services, signal }, steps })
      if (jobs) log.info({ user: payload.userId, jobs: idsOf(jobs) }, 'account deleted')
    } catch (error) {
      throw neverGivenUp(error, now())
    }
  },
  RECEIVER,
)

/** The job of a deletion. It has the same id each time. */
export function jobToErase(payload: DeletionPayload): JobDescription {
  const { userId, since } = payload
  return { ...askSiteToErase.delay(payload, { userId }), id: erasureJobId(deletionIdOf(userId, since)) }
}

/**
 * The id of that job. While the job is in the queue, the clean-up here is done and the site has not
 * acknowledged.
 */
export function erasureJobId(deletionId: string): string {
  return jobIdOf(deletionId, NAME)
}
