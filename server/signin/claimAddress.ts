import type { Profile } from '../providers/provider.ts'
import type { User } from '../store/account.ts'
import type { StepTools } from './pipeline.ts'

/** What becomes of the address that a provider names. */
export interface AddressClaim {
  /** The address to store, or null. */
  email: string | null
  emailVerified: boolean
  /** The active user who holds the same address verified, when the provider has verified it for this person too. */
  owner: User | null
}

/**
 * Decides whether the address of a profile may be stored. A verified one may, unless it belongs to somebody
 * (`owner`); it passes over one who merely named it. An unverified one may only where nobody has it: it proves nothing.
 */
export async function claimAddress(
  { email, emailVerified }: Profile,
  store: Pick<StepTools['store'], 'findUserByEmail'>,
): Promise<AddressClaim> {
  const holder = email ? (await store.findUserByEmail(email))?.user : undefined
  if (emailVerified && holder?.emailVerified) return { email: null, emailVerified: false, owner: holder }
  if (!email || (holder && !emailVerified)) return { email: null, emailVerified: false, owner: null }
  return { email, emailVerified, owner: null }
}
