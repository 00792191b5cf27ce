import { within } from '../jobs/aborting.ts'
import { task } from '../jobs/task.ts'
import { openCredentials, sealCredentials } from '../providers/credentials.ts'
import { endGrant } from '../providers/freshCredentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'

/** The removed connection whose grant is to end. */
type Removed = { provider: string; uid: string; credentials: string }

/**
 * Ends the grant of a removed connection at its provider. The job carries the sealed tokens, since the connection is
 * gone. If the same identity is connected again, the person has come back and keeps the grant: GitHub has one for each
 * person.
 */
export const revokeGrant = task<Removed, Services>('revokeGrant', async (removed, services, job) => {
  const { config, site, sealer, store, log, now } = services
  const provider = site.providers.find(({ id }) => id === removed.provider)
  const settings = config.providers.get(removed.provider)
  if (!provider || !settings || (await store.findLink(removed.provider, removed.uid))) return
  const credentials = await openCredentials(removed, sealer)
  let rotated: string | undefined
  const keep = async (tokens: typeof credentials) => {
    rotated = await sealCredentials(tokens, removed, sealer)
  }
  const call = { settings, credentials, now: now() }
  try {
    const outcome = await within(
      PROVIDER_TIMEOUT_MS,
      (signal) => endGrant(provider, { ...call, signal }, keep),
      job.signal,
    )
    log[outcome === 'impossible' ? 'warn' : 'info'](
      { job: job.id, outcome },
      wordsFor(outcome, provider, settings),
    )
  } catch (error) {
    if (!rotated) throw error
    // The tokens of this job are worthless now, so that another try needs a job with the new ones.
    const next = revokeGrant.delay({ ...removed, credentials: rotated })
    await store.enqueue([next])
    log.warn(
      { err: error, job: job.id, jobs: [next.id] },
      'the grant could not be ended; trying again with new tokens',
    )
  }
})

function wordsFor(outcome: string, provider: Provider, settings: Readonly<Record<string, string>>): string {
  if (outcome !== 'impossible') return 'the grant has ended'
  const page = provider.grantsUrl(settings).replace(/^https?:\/\//, '')
  return `${provider.label} may still list this site; remove it at ${page}`
}
