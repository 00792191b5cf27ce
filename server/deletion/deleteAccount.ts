import type { AuditEvent } from '../audit/event.ts'
import { type JobDescription, jobIdOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { endAccount, farewellAddresses } from './endAccount.ts'
import { FAREWELL_PURPOSE } from './sendFarewell.ts'
import type { StepBefore, StepServices } from './steps.ts'

/** A deletion that has begun. */
export interface Deletion {
  userId: string
  /** The id from `deletionIdOf`. */
  id: string
  /** ISO 8601: the user's `leavingSince`. */
  since: string
  /** Recorded in the commit that deletes the account. */
  event: AuditEvent
}

type Needs = Pick<Services, 'store' | 'sealer' | 'metrics'> & StepServices

/** The id of a deletion. The ids of all its jobs derive from it: see `jobIdOf`. */
export function deletionIdOf(userId: string, since: string): string {
  return jobIdOf('finishDeletion', `${userId}:${since}`)
}

/**
 * Runs `steps` for a deletion, in order. Returns false when the deletion has been completed or cancelled.
 * Throws `CleanUpFailed`, and the errors of the receiver's step.
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
 * Completes a deletion: first runs `steps`, then deletes all of our data in one commit. It may be called
 * again after a crash at any point. Returns the jobs that follow, or null when the deletion has been
 * completed or cancelled. Throws the errors of `prepareDeletion` and of the store.
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
