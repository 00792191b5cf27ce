import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import { RetryLater, ServiceDown } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { jobToErase } from './askSiteToErase.ts'
import { cancelDeletion } from './cancelDeletion.ts'
import { type Deletion, deleteAccount } from './deleteAccount.ts'
import { CleanUpFailed, stepsBefore } from './steps.ts'
import { within } from './within.ts'

/** How long a browser waits for the site's clean-up, which then goes on by itself. */
const WAIT_MS = 15_000

/** Who asks for the deletion: the network, for the audit trail. */
interface Asked {
  deletion: Deletion
  from: string
}

/**
 * Tries at once to complete a deletion that has begun. Throws `Problem`, with nothing deleted, when the site's clean-up
 * fails. After any other failure the deletion goes on by its jobs.
 */
export async function deleteInRequest(
  ctx: Context,
  { deletion, from }: Asked,
  { services, audit }: { services: Services; audit: Audit },
): Promise<void> {
  const { userId, since } = deletion
  const log = logOf(ctx)
  try {
    const jobs = await within(WAIT_MS, deleteOrHandOver({ deletion, from }, services))
    if (jobs) log.info({ user: userId, jobs: idsOf(jobs) }, 'account deleted')
    else log.info({ user: userId }, 'deletion goes on')
  } catch (cause) {
    if (!(cause instanceof CleanUpFailed)) {
      const facts = { err: cause, user: userId, job: deletion.id }
      log.error(facts, 'deletion broke off; the job will complete it')
      return
    }
    const event = audit.eventOf(ctx, { what: 'deletion', outcome: 'failed', userId })
    await services.store.change(userId, (state) => cancelDeletion(state, { since, event }))
    throw new Problem(500, 'clean-up-failed', (answers) => answers.deletion.cleanUpFailed, { cause })
  }
}

/** The jobs that follow, or null when a job goes on: the site's receiver has not acknowledged the deletion. */
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
