import type { Profile } from '../providers/provider.ts'
import type { Account } from '../store/account.ts'
import type { StepTools } from './pipeline.ts'

/** The decision about the address in a provider's profile. */
interface AddressClaim {
  /** The address to store, or null. */
  email: string | null
  /** The account that already has the address. */
  owner: Account | null
}

/**
 * Decides whether the address of a profile may be stored: only if the provider has verified it and no user
 * has it. An unverified address is not even looked up, because the answer would reveal whether an account has
 * it.
 */
export async function claimAddress(
  { email, emailVerified }: Pick<Profile, 'email' | 'emailVerified'>,
  store: Pick<StepTools['store'], 'find'>,
): Promise<AddressClaim> {
  if (!email || !emailVerified) return { email: null, owner: null }
  const holder = await store.find({ email })
  return holder ? { email: null, owner: holder } : { email, owner: null }
}
