import { within } from '../jobs/aborting.ts'
import { type Job, jobIdOf } from '../jobs/job.ts'
import { PermanentFailure, type RunningJob, task } from '../jobs/task.ts'
import { openCredentials, sealCredentials } from '../providers/credentials.ts'
import { endGrant } from '../providers/freshCredentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Credentials, Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'

/** The identity that was disconnected, with its sealed tokens. */
type Removed = { provider: string; uid: string; credentials: string }

/** What the reason of a job says whose tokens cannot end the grant any more. */
const STILL_LISTED = 'may still list this site'

/** Tokens last for hours, and a job is tried for less than a day. */
const MAX_SUCCESSORS = 3

/**
 * Ends the grant of a removed connection at its provider. The job carries the sealed tokens, because the connection is
 * gone. If the same identity is connected again, the person has come back and keeps the grant: GitHub has one for each
 * person.
 */
export const revokeGrant = task<Removed, Services>('revokeGrant', async (removed, services, job) => {
  const { config, site, sealer, store, queue, log } = services
  const provider = site.providers.find(({ id }) => id === removed.provider)
  const settings = config.providers.get(removed.provider)
  const { provider: id, uid } = removed
  if (!provider || !settings || (await store.find({ provider: id, uid }))) return
  const credentials = await openCredentials(removed, sealer)
  let rotated: Credentials | undefined
  try {
    await end(provider, {
      settings,
      credentials,
      job,
      now: services.now(),
      keep: (tokens) => (rotated = tokens),
    })
  } catch (error) {
    if (!rotated || error instanceof PermanentFailure) throw error
    // The tokens of this job are worthless now: another try needs a job with the new ones.
    const sealed = await sealCredentials(rotated, removed, sealer)
    const next = { ...revokeGrant.delay({ ...removed, credentials: sealed }), id: successorOf(job.id) }
    await queue.add([next])
    log.warn(
      { err: error, job: job.id, jobs: [next.id] },
      'the grant did not end; trying again with new tokens',
    )
  }
})

interface Ending {
  settings: Readonly<Record<string, string>>
  credentials: Credentials
  job: RunningJob
  now: number
  /** Called with tokens that replace `credentials`. */
  keep(tokens: Credentials): void
}

async function end(provider: Provider, { settings, credentials, job, now, keep }: Ending): Promise<void> {
  const ask = (signal: AbortSignal) =>
    endGrant(provider, { settings, credentials, now, signal }, async (tokens) => keep(tokens))
  if ((await within(PROVIDER_TIMEOUT_MS, ask, job.signal)) !== 'impossible') return
  const page = provider.grantsUrl(settings).replace(/^https?:\/\//, '')
  throw new PermanentFailure(`${provider.label} ${STILL_LISTED}; remove it at ${page}`)
}

/** The ids that a job of `revokeGrant` may go on under. */
export function idsOfGrant(jobId: string): string[] {
  const ids = [jobId]
  while (ids.length <= MAX_SUCCESSORS) ids.push(successorOf(ids.at(-1) ?? ''))
  return ids
}

function successorOf(jobId: string): string {
  return jobIdOf(jobId, 'with new tokens')
}

/** Whether this job of `revokeGrant` was given up because its tokens cannot end the grant any more. */
export function isStillListed({ reason }: Pick<Job, 'reason'>): boolean {
  return reason?.includes(STILL_LISTED) ?? false
}
