import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import { RetryLater, ServiceDown } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { jobToErase } from './askSiteToErase.ts'
import { cancelDeletion } from './beginDeletion.ts'
import { type Deletion, deleteAccount } from './deleteAccount.ts'
import { CleanUpFailed, stepsBefore } from './steps.ts'

/** A browser waits this long for the site's clean-up, which then continues in the background. */
const WAIT_MS = 15_000

/** A deletion and the requester's network, for the audit trail. */
interface Asked {
  deletion: Deletion
  from: string
}

/**
 * Tries to complete a deletion during the request. When the site's clean-up fails, cancels the deletion and
 * throws `Problem`. After any other failure the jobs of the deletion continue.
 */
export async function deleteInRequest(
  ctx: Context,
  { deletion, from }: Asked,
  { services, audit }: { services: Services; audit: Audit },
): Promise<void> {
  const { userId, since } = deletion
  const log = logOf(ctx)
  try {
    // A rejection that comes later is handled by the race, and ignored: the job of the deletion continues.
    const late = sleep(WAIT_MS, undefined, { ref: false })
    const jobs = await Promise.race([deleteOrHandOver({ deletion, from }, services), late])
    if (jobs) log.info({ user: userId, jobs: idsOf(jobs) }, 'account deleted')
    else log.info({ user: userId }, 'deletion continues in the background')
  } catch (cause) {
    if (!(cause instanceof CleanUpFailed)) {
      const facts = { err: cause, user: userId, job: deletion.id }
      log.error(facts, 'deletion failed; the job will complete it')
      return
    }
    const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'failed', userId })
    await services.store.change(userId, (state) => cancelDeletion(state, { since, event }))
    throw new Problem(500, 'clean-up-failed', (answers) => answers.deletion.cleanUpFailed, { cause })
  }
}

/**
 * Deletes the account and returns the jobs that follow. Returns null when the site's receiver has not
 * acknowledged the deletion and a job continues.
 */
async function deleteOrHandOver(
  { deletion, from }: Asked,
  services: Services,
): Promise<JobDescription[] | null> {
  const { signal } = new AbortController()
  try {
    return await deleteAccount(deletion, {
      services: { ...services, signal },
      steps: stepsBefore(services),
    })
  } catch (error) {
    if (!(error instanceof ServiceDown || error instanceof RetryLater)) throw error
    const { userId, since } = deletion
    services.log.warn(
      { err: error, user: userId },
      'the site has not acknowledged a deletion; a job asks it again',
    )
    await services.queue.add([jobToErase({ userId, since, from })])
    return null
  }
}
