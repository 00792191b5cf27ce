import type { Sealer } from '../seal.ts'
import type { Link } from '../store/account.ts'
import type { Credentials } from './provider.ts'

type Identity = Pick<Link, 'provider' | 'uid'>

/** Seals a provider's tokens for the store, bound to the identity they belong to. */
export function sealCredentials(
  credentials: Credentials,
  identity: Identity,
  sealer: Sealer,
): Promise<string> {
  return sealer.seal(JSON.stringify(credentials), { purpose: purposeOf(identity) })
}

/** The tokens of a link. Throws `SealBroken` when SECRET has changed or they were moved from another link. */
export async function openCredentials(
  link: Identity & { credentials: string },
  sealer: Sealer,
): Promise<Credentials> {
  return JSON.parse(await sealer.open(link.credentials, purposeOf(link)))
}

function purposeOf({ provider, uid }: Identity): string {
  return `credentials of ${provider}:${uid}`
}
