import { recentlyFormer } from '../address/formerEmails.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import { revokeGrant } from '../connections/revokeGrant.ts'
import { type JobDescription, jobIdOf } from '../jobs/job.ts'
import { type Identity, identityKey, type User, usernameKey } from '../store/account.ts'
import { type AccountState, Conflict, type Decision } from '../store/store.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { sendFarewell } from './sendFarewell.ts'

/** The input of the decision to delete an account. */
export interface Ending {
  /** The ids of its jobs derive from it: see `jobIdOf`. */
  deletionId: string
  /** `leavingSince` of the deletion. */
  since: string
  /** ISO 8601. */
  at: string
  /** The addresses of `farewellAddresses`, each also sealed. */
  farewells: readonly { address: string; sealedAddress: string }[]
  fingerprint(text: string): string
  event: AuditEvent
  config: Pick<Config, 'webhook'>
}

/**
 * Decides to delete the account, with its event, and returns the jobs that revoke the grants and send the
 * farewells. Null when the deletion was cancelled. Throws `Conflict` when the addresses have changed since
 * they were sealed.
 */
export function endAccount(
  { account }: AccountState,
  { deletionId, since, at, farewells, fingerprint, event, config }: Ending,
): Decision<JobDescription[] | null> {
  const { user, connections } = account
  if (user.leavingSince !== since) return { result: null }
  const addresses = farewellAddresses(user, since)
  if (addresses.join() !== farewells.map(({ address }) => address).join()) {
    throw new Conflict('the addresses of the account changed during its deletion')
  }
  const revocations = connections.map(({ provider, uid, credentials }) => ({
    ...revokeGrant.delay({ provider, uid, credentials }),
    id: grantJobId(deletionId, { provider, uid }),
  }))
  const mails = farewells.map(({ sealedAddress }, index) => ({
    ...sendFarewell.delay({ sealedAddress, language: user.language }),
    id: farewellJobId(deletionId, index),
  }))
  const jobs = [...revocations, ...mails, ...tellSite(config, 'user.deleted', { userId: user.id, at })]
  const identities = connections.map((connection) => fingerprint(identityKey(connection)))
  const username = fingerprint(usernameKey(user.username))
  const tombstone = { userId: user.id, deletedAt: at, identities, username }
  return { tombstone, jobs, events: [event], result: jobs }
}

/**
 * The recipients of the farewells: the address of the account and those that it had within 30 days, because
 * an intruder may have changed the address before.
 */
export function farewellAddresses(user: Pick<User, 'email' | 'formerEmails'>, since: string): string[] {
  const former = recentlyFormer(user, since).map(({ address }) => address)
  return user.email === null ? former : [user.email, ...former]
}

/** The id of the job that revokes the grant of an identity. */
export function grantJobId(deletionId: string, { provider, uid }: Identity): string {
  return jobIdOf(deletionId, provider, uid)
}

/** The id of the job that sends the farewell with this index, from 0. */
export function farewellJobId(deletionId: string, index: number): string {
  return jobIdOf(deletionId, 'farewell', String(index))
}
