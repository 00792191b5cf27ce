import { task } from '../jobs/task.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Services } from '../services.ts'

/** Takes the grant of a removed link back at its provider. The job carries the sealed tokens: the link is gone. */
export const revokeGrant = task<{ provider: string; uid: string; credentials: string }, Services>(
  'revokeGrant',
  async (link, { config, site, sealer }, job) => {
    const provider = site.providers.find(({ id }) => id === link.provider)
    const settings = config.providers.get(link.provider)
    if (!provider || !settings) return
    const signal = AbortSignal.any([job.signal, AbortSignal.timeout(PROVIDER_TIMEOUT_MS)])
    await provider.revoke({ settings, credentials: await openCredentials(link, sealer), signal })
  },
)
