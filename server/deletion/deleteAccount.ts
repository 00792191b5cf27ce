import type { AuditEvent } from '../audit/event.ts'
import { type JobDescription, jobIdOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { endAccount, farewellAddresses } from './endAccount.ts'
import { FAREWELL_PURPOSE } from './sendFarewell.ts'
import type { StepBefore, StepServices } from './steps.ts'

/** A deletion that has begun. */
export interface Deletion {
  userId: string
  /** `deletionIdOf` */
  id: string
  /** ISO 8601: `leavingSince`. */
  since: string
  /** Kept with the deletion. */
  event: AuditEvent
}

type Needs = Pick<Services, 'store' | 'sealer' | 'metrics'> & StepServices

/** What the ids of everything that follows from a deletion derive from: see `jobIdOf`. */
export function deletionIdOf(userId: string, since: string): string {
  return jobIdOf('finishDeletion', `${userId}:${since}`)
}

/**
 * Runs `steps` for a deletion, in order. False when the deletion is completed or cancelled already. Throws
 * `CleanUpFailed`, and what the receiver's step throws.
 */
export async function prepareDeletion(
  { userId, id, since }: Deletion,
  { services, steps }: { services: Pick<Services, 'store'> & StepServices; steps: readonly StepBefore[] },
): Promise<boolean> {
  const account = await services.store.find({ id: userId })
  if (account?.user.leavingSince !== since) return false
  for (const step of steps) await step.run({ id, user: account.user, since }, services)
  return true
}

/**
 * Completes a deletion: first `steps`, then everything of ours in one commit. It may be called again after a crash at
 * any moment. Returns the jobs that follow, or null when the deletion is completed or cancelled already. Throws what
 * `prepareDeletion` and the store throw.
 */
export async function deleteAccount(
  deletion: Deletion,
  { services, steps }: { services: Needs; steps: readonly StepBefore[] },
): Promise<JobDescription[] | null> {
  const { userId, id: deletionId, since, event } = deletion
  const { store, sealer, now, config } = services
  if (!(await prepareDeletion(deletion, { services, steps }))) return null
  const account = await store.find({ id: userId })
  if (!account) return null
  const farewells = await Promise.all(
    farewellAddresses(account.user, since).map(async (address) => {
      return { address, sealedAddress: await sealer.seal(address, { purpose: FAREWELL_PURPOSE }) }
    }),
  )
  const at = new Date(now()).toISOString()
  const ending = { deletionId, since, at, farewells, event, fingerprint: sealer.fingerprint, config }
  const jobs = (await store.change(userId, (state) => endAccount(state, ending))) ?? null
  if (jobs) services.metrics.account('deleted')
  return jobs
}
