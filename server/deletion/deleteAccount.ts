import type { Services } from '../services.ts'
import type { UserWithLinks } from '../user.ts'
import { revokeGrant } from './revokeGrant.ts'
import { FAREWELL_PURPOSE, sendFarewell } from './sendFarewell.ts'

/**
 * Lets a user go: first the site's own clean-up, then everything of ours in one commit. When the clean-up throws,
 * nothing has been deleted and the error passes on.
 */
export async function deleteAccount(
  { user, links }: UserWithLinks,
  { site, store, sealer }: Pick<Services, 'site' | 'store' | 'sealer'>,
): Promise<void> {
  await site.deleteObjectsForUser(user)
  const revocations = links.map(({ provider, uid, credentials }) =>
    revokeGrant.delay({ provider, uid, credentials }),
  )
  await store.deleteAccount(user.id, [...(await farewells(user.email, sealer)), ...revocations])
}

async function farewells(email: string | null, sealer: Services['sealer']) {
  if (!email) return []
  return [sendFarewell.delay({ sealedAddress: await sealer.seal(email, { purpose: FAREWELL_PURPOSE }) })]
}
