import { within } from '../jobs/aborting.ts'
import { type Job, jobIdOf } from '../jobs/job.ts'
import { PermanentFailure, task } from '../jobs/task.ts'
import { openCredentials, sealCredentials } from '../providers/credentials.ts'
import { endGrant } from '../providers/freshCredentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Credentials } from '../providers/provider.ts'
import type { Services } from '../services.ts'

/** The disconnected identity, with its sealed tokens. */
type Removed = { provider: string; uid: string; credentials: string }

/** Part of the reason of a dead job whose tokens can no longer revoke the grant. */
const STILL_LISTED = 'may still list this site'

/**
 * Revokes the grant of a removed connection at its provider. The job contains the sealed tokens, because the
 * connection is gone. If the same identity has been connected again, the grant stays: GitHub has one grant
 * per person.
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
    // The tokens of this job are invalid now, so the next try needs a job with the new ones.
    const next = { ...revokeGrant.delay({ ...removed, credentials: rotated }), id: rotatedJobId(job.id) }
    await queue.add([next])
    log.warn(
      { err: error, job: job.id, jobs: [next.id] },
      'grant not revoked yet; the next try has new tokens',
    )
  })
  if (outcome) log.info({ job: job.id, outcome }, 'grant revoked, as far as its tokens allow')
  if (outcome !== 'impossible') return
  const page = provider.grantsUrl(settings).replace(/^https?:\/\//, '')
  throw new PermanentFailure(`${provider.label} ${STILL_LISTED}; remove it at ${page}`)
})

/**
 * The id of the job that continues with rotated tokens after this job of `revokeGrant` has used up its own.
 */
export function rotatedJobId(id: string): string {
  return jobIdOf(id, 'rotated')
}

/** Whether this job of `revokeGrant` is dead because its tokens can no longer revoke the grant. */
export function isStillListed({ reason }: Pick<Job, 'reason'>): boolean {
  return reason?.includes(STILL_LISTED) ?? false
}
