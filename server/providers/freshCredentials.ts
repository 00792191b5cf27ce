import type { Credentials, Provider, ProviderCall, RevocationOutcome } from './provider.ts'

/** The request must reach the provider before the token expires, and clocks differ. */
const MARGIN_MS = 60_000

/** Stores rotated tokens before they are used: the provider no longer accepts the old ones. */
export type Keep = (rotated: Credentials) => Promise<void>

/**
 * Tokens that are valid now: those of the call or, if they have expired, new ones that `keep` has already
 * stored. Null when they have expired and the provider gives no new ones. Throws when the provider cannot be
 * asked.
 */
export async function freshCredentials(
  provider: Provider,
  call: ProviderCall,
  keep: Keep,
): Promise<Credentials | null> {
  if (!isOver(call.credentials.expiresAt, call.now)) return call.credentials
  return rotate(provider, call, keep)
}

/**
 * Revokes the grant behind the call's tokens, first refreshing them if they have expired. `keep` as in
 * `freshCredentials`. Throws when the provider cannot be asked, or answers neither yes nor no.
 */
export async function endGrant(
  provider: Provider,
  call: ProviderCall,
  keep: Keep,
): Promise<RevocationOutcome> {
  const fresh = await freshCredentials(provider, call, keep)
  if (!fresh) return 'impossible'
  const outcome = await provider.revoke({ ...call, credentials: fresh })
  if (outcome !== 'impossible') return outcome
  // The provider issued these tokens a moment ago. If it does not know them, their grant has been revoked
  // since.
  if (fresh !== call.credentials) return 'gone'
  const credentials = await rotate(provider, call, keep)
  if (!credentials) return 'impossible'
  const second = await provider.revoke({ ...call, credentials })
  return second === 'impossible' ? 'gone' : second
}

async function rotate(provider: Provider, call: ProviderCall, keep: Keep): Promise<Credentials | null> {
  const isSpent = isOver(call.credentials.refreshTokenExpiresAt, call.now)
  if (isSpent || !provider.refresh) return null
  const rotated = await provider.refresh(call)
  if (rotated) await keep(rotated)
  return rotated
}

function isOver(end: string | undefined, now: number): boolean {
  return end !== undefined && Date.parse(end) <= now + MARGIN_MS
}
