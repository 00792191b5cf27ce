import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { endAccount, farewellAddresses } from './endAccount.ts'
import { FAREWELL_PURPOSE } from './sendFarewell.ts'
import { STEPS_BEFORE } from './steps.ts'

/** A deletion that has begun. */
export interface Deletion {
  userId: string
  /** What the ids of its jobs derive from: see `jobIdOf`. */
  id: string
  /** ISO 8601: `leavingSince`. */
  since: string
  /** Kept with the deletion. */
  event: AuditEvent
}

/**
 * Completes a deletion: first the steps before, then everything of ours in one commit. It may be called again after a crash at
 * any moment. Returns the jobs that follow, or null when the deletion is completed or cancelled already. Throws
 * `CleanUpFailed`, and what the store throws.
 */
export async function deleteAccount(
  { userId, id: deletionId, since, event }: Deletion,
  services: Pick<Services, 'site' | 'store' | 'sealer' | 'now' | 'config' | 'metrics'>,
): Promise<JobDescription[] | null> {
  const { store, sealer, now, config } = services
  const account = await store.find({ id: userId })
  if (!account || account.user.leavingSince !== since) return null
  const { user } = account
  for (const step of STEPS_BEFORE) await step.run(user, services)
  const farewells = await Promise.all(
    farewellAddresses(user, since).map(async (address) => {
      return { address, sealedAddress: await sealer.seal(address, { purpose: FAREWELL_PURPOSE }) }
    }),
  )
  const at = new Date(now()).toISOString()
  const ending = { deletionId, since, at, farewells, event, fingerprint: sealer.fingerprint, config }
  const jobs = (await store.change(userId, (state) => endAccount(state, ending))) ?? null
  if (jobs) services.metrics.account('deleted')
  return jobs
}
