import { within } from '../jobs/aborting.ts'
import { type Job, jobIdOf } from '../jobs/job.ts'
import { PermanentFailure, task } from '../jobs/task.ts'
import { openCredentials, sealCredentials } from '../providers/credentials.ts'
import { endGrant } from '../providers/freshCredentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Credentials } from '../providers/provider.ts'
import type { Services } from '../services.ts'

/** The identity that was disconnected, with its sealed tokens. */
type Removed = { provider: string; uid: string; credentials: string }

/** What the reason of a job says whose tokens cannot end the grant any more. */
const STILL_LISTED = 'may still list this site'

/**
 * Ends the grant of a removed connection at its provider. The job carries the sealed tokens, because the connection is
 * gone. If the same identity is connected again, the person has come back and keeps the grant: GitHub has one for each
 * person.
 */
export const revokeGrant = task<Removed, Services>('revokeGrant', async (removed, services, job) => {
  const { config, site, sealer, store, queue, log, now } = services
  const provider = site.providers.find(({ id }) => id === removed.provider)
  const settings = config.providers.get(removed.provider)
  const identity = { provider: removed.provider, uid: removed.uid }
  if (!provider || !settings || (await store.find(identity))) return
  const call = { settings, credentials: await openCredentials(removed, sealer), now: now() }
  let rotated: string | undefined
  const keep = async (tokens: Credentials) => {
    rotated = await sealCredentials(tokens, identity, sealer)
  }
  const end = (signal: AbortSignal) => endGrant(provider, { ...call, signal }, keep)
  const outcome = await within(PROVIDER_TIMEOUT_MS, end, job.signal).catch(async (error) => {
    if (rotated === undefined) throw error
    // The tokens of this job are worthless now, so another try needs a job with the new ones.
    const next = { ...revokeGrant.delay({ ...removed, credentials: rotated }), id: rotatedJobId(job.id) }
    await queue.add([next])
    log.warn({ err: error, job: job.id, jobs: [next.id] }, 'grant not ended yet; the next try has new tokens')
  })
  if (outcome) log.info({ job: job.id, outcome }, 'grant ended, as far as its tokens can end it')
  if (outcome !== 'impossible') return
  const page = provider.grantsUrl(settings).replace(/^https?:\/\//, '')
  throw new PermanentFailure(`${provider.label} ${STILL_LISTED}; remove it at ${page}`)
})

/** The id of the job that goes on with new tokens where this job of `revokeGrant` has used up its own. */
export function rotatedJobId(id: string): string {
  return jobIdOf(id, 'rotated')
}

/** Whether this job of `revokeGrant` was given up because its tokens cannot end the grant any more. */
export function isStillListed({ reason }: Pick<Job, 'reason'>): boolean {
  return reason?.includes(STILL_LISTED) ?? false
}
