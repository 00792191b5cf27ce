import type { AuditEvent } from '../audit/event.ts'
import { revokeGrant } from '../connections/revokeGrant.ts'
import { type JobDescription, jobIdOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import type { UserWithLinks } from '../store/account.ts'
import { FAREWELL_PURPOSE, sendFarewell } from './sendFarewell.ts'

/** The site's own clean-up failed; `cause` is what it threw. Nothing of ours has been deleted. */
export class CleanUpFailed extends Error {
  override name = 'CleanUpFailed'
}

/**
 * Lets a user go who is leaving: first the site's own clean-up, then everything of ours in one commit, with the event.
 * It may be called again after a crash at any moment. `deletionId` names what comes of it (see `jobIdOf`). Returns those
 * jobs. Throws `CleanUpFailed`, and what the store throws.
 */
export async function deleteAccount(
  { user }: UserWithLinks,
  { deletionId, event }: { deletionId: string; event: AuditEvent },
  { site, store, sealer }: Pick<Services, 'site' | 'store' | 'sealer'>,
): Promise<JobDescription[]> {
  try {
    await site.deleteObjectsForUser(user)
  } catch (cause) {
    throw new CleanUpFailed('the site’s own clean-up failed', { cause })
  }
  const { links = [] } = (await store.findLeaving(user.id)) ?? {}
  const revocations = links.map(({ provider, uid, credentials }) => ({
    ...revokeGrant.delay({ provider, uid, credentials }),
    id: jobIdOf(deletionId, provider, uid),
  }))
  const jobs = [...revocations, ...(await farewells(user, deletionId, sealer))]
  await store.deleteAccount(user.id, jobs, [event])
  return jobs
}

async function farewells(
  { email, emailVerified, language }: UserWithLinks['user'],
  deletionId: string,
  sealer: Services['sealer'],
): Promise<JobDescription[]> {
  if (!email) return []
  const sealedAddress = await sealer.seal(email, { purpose: FAREWELL_PURPOSE })
  const verified = emailVerified ? 'yes' : 'no'
  const job = sendFarewell.delay({ sealedAddress, verified, language })
  return [{ ...job, id: jobIdOf(deletionId, 'farewell') }]
}
