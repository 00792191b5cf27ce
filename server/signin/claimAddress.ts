import type { Profile } from '../providers/provider.ts'
import type { Account } from '../store/account.ts'
import type { StepTools } from './pipeline.ts'

/** The decision about the address that a provider names. */
export interface AddressClaim {
  /** The address to store, or null. */
  email: string | null
  /** The account that has the address already. */
  owner: Account | null
}

/**
 * Decides whether the address of a profile may be stored: only one that the provider has verified and that no
 * user has. An unverified one proves nothing, so it is not even looked up: the answer would tell whether
 * somebody has it.
 */
export async function claimAddress(
  { email, emailVerified }: Pick<Profile, 'email' | 'emailVerified'>,
  store: Pick<StepTools['store'], 'find'>,
): Promise<AddressClaim> {
  if (!email || !emailVerified) return { email: null, owner: null }
  const holder = await store.find({ email })
  return holder ? { email: null, owner: holder } : { email, owner: null }
}
