import { within } from '../jobs/aborting.ts'
import { task } from '../jobs/task.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Services } from '../services.ts'

/**
 * Takes the grant of a removed link back at its provider. The job carries the sealed tokens: the link is gone. If it is
 * there again, the person has come back, and the grant (GitHub has one for each person) is theirs to keep.
 */
export const revokeGrant = task<{ provider: string; uid: string; credentials: string }, Services>(
  'revokeGrant',
  async (link, { config, site, sealer, store }, job) => {
    const provider = site.providers.find(({ id }) => id === link.provider)
    const settings = config.providers.get(link.provider)
    if (!provider || !settings || (await store.findLink(link.provider, link.uid))) return
    const credentials = await openCredentials(link, sealer)
    const revoke = (signal: AbortSignal) => provider.revoke({ settings, credentials, signal })
    await within(PROVIDER_TIMEOUT_MS, revoke, job.signal)
  },
)
