import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import type { UserWithLinks } from '../user.ts'
import { revokeGrant } from './revokeGrant.ts'
import { FAREWELL_PURPOSE, sendFarewell } from './sendFarewell.ts'

/**
 * Lets a user go: first the site's own clean-up, then everything of ours in one commit. Returns the jobs that come of
 * it, and keeps the event with it. When the clean-up throws, nothing has been deleted and the error passes on.
 */
export async function deleteAccount(
  { user }: UserWithLinks,
  event: AuditEvent,
  { site, store, sealer }: Pick<Services, 'site' | 'store' | 'sealer'>,
): Promise<JobDescription[]> {
  const farewell = await farewells(user.email, sealer)
  await site.deleteObjectsForUser(user)
  // The clean-up may take its time, and another door may have been connected meanwhile.
  const { links = [] } = (await store.findUser(user.id)) ?? {}
  const revocations = links.map(({ provider, uid, credentials }) =>
    revokeGrant.delay({ provider, uid, credentials }),
  )
  const jobs = [...farewell, ...revocations]
  await store.deleteAccount(user.id, jobs, [event])
  return jobs
}

async function farewells(email: string | null, sealer: Services['sealer']): Promise<JobDescription[]> {
  if (!email) return []
  return [sendFarewell.delay({ sealedAddress: await sealer.seal(email, { purpose: FAREWELL_PURPOSE }) })]
}
