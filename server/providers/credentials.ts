import { z } from 'zod'
import { resealed, type Sealer, type SealState, sealStateOf } from '../seal.ts'
import type { Identity } from '../store/account.ts'
import type { Credentials } from './provider.ts'

const tokens = z.record(z.string(), z.string())

/** Seals a provider's tokens for the store, bound to their identity. */
export function sealCredentials(
  credentials: Credentials,
  identity: Identity,
  sealer: Sealer,
): Promise<string> {
  return sealer.seal(JSON.stringify(credentials), { purpose: purposeOf(identity) })
}

/**
 * The tokens of a connection. Throws `SealBroken` when SECRET has changed or when they were copied from
 * another connection.
 */
export async function openCredentials(
  connection: Identity & { credentials: string },
  sealer: Sealer,
): Promise<Credentials> {
  return tokens.parse(JSON.parse(await sealer.open(connection.credentials, purposeOf(connection))))
}

type Sealed = Identity & { credentials: string }

/** Tells which secret opens the tokens of the connection. */
export function sealStateOfConnection(connection: Sealed, sealer: Sealer): Promise<SealState> {
  return sealStateOf(connection.credentials, purposeOf(connection), sealer)
}

/**
 * The tokens of the connection, sealed with the first secret; undefined when they already are, or when no
 * secret opens them.
 */
export function resealCredentials(connection: Sealed, sealer: Sealer): Promise<string | undefined> {
  return resealed(connection.credentials, purposeOf(connection), sealer)
}

function purposeOf({ provider, uid }: Identity): string {
  return `credentials of ${provider}:${uid}`
}
