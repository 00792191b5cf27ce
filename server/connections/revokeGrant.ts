import { within } from '../jobs/aborting.ts'
import type { Job } from '../jobs/job.ts'
import { PermanentFailure, task } from '../jobs/task.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
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
export const revokeGrant = task<Removed, Services>(
  'revokeGrant',
  async (removed, { config, site, sealer, store }, job) => {
    const provider = site.providers.find(({ id }) => id === removed.provider)
    const settings = config.providers.get(removed.provider)
    const { provider: id, uid } = removed
    if (!provider || !settings || (await store.find({ provider: id, uid }))) return
    const credentials = await openCredentials(removed, sealer)
    const revoke = (signal: AbortSignal) => provider.revoke({ settings, credentials, signal })
    const outcome = await within(PROVIDER_TIMEOUT_MS, revoke, job.signal)
    if (outcome !== 'impossible') return
    const page = provider.grantsUrl(settings).replace(/^https?:\/\//, '')
    throw new PermanentFailure(`${provider.label} ${STILL_LISTED}; remove it at ${page}`)
  },
)

/** Whether this job of `revokeGrant` was given up because its tokens cannot end the grant any more. */
export function isStillListed({ reason }: Pick<Job, 'reason'>): boolean {
  return reason?.includes(STILL_LISTED) ?? false
}
