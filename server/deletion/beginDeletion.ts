import type { AuditEvent } from '../audit/event.ts'
import type { JobDescription } from '../jobs/job.ts'
import { type User, usernameKey } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'

interface Asked {
  /** `idHash` of the requesting session; null for an operator. */
  session: string | null
  /** ISO 8601. */
  at: string
  /** The job that completes the deletion if the process ends before. */
  job: JobDescription
}

/**
 * Decides to begin the deletion. From then on nobody is signed in to the account, but its sessions stay for
 * `cancelDeletion`.
 */
export function beginDeletion(
  { account, sessions }: AccountState,
  { session, at, job }: Asked,
): Decision<'begun' | 'begun-before' | 'signed-out'> {
  const { user } = account
  if (user.leavingSince !== null) return { result: 'begun-before' }
  if (session !== null && !sessions.some(({ idHash }) => idHash === session)) return { result: 'signed-out' }
  return { account: { ...account, user: { ...user, leavingSince: at } }, jobs: [job], result: 'begun' }
}

/**
 * Decides to keep the account, because the clean-up failed in the deletion that began at `since` (ISO 8601).
 */
export function cancelDeletion(
  { account }: AccountState,
  { since, event }: { since: string; event: AuditEvent },
): Decision<void> {
  if (account.user.leavingSince !== since) return { result: undefined }
  return {
    account: { ...account, user: { ...account.user, leavingSince: null } },
    events: [event],
    result: undefined,
  }
}

/** Whether the text typed as a confirmation is the user's name. */
export function isOwnName(typed: unknown, { username }: Pick<User, 'username'>): boolean {
  return typeof typed === 'string' && usernameKey(typed.trim()) === usernameKey(username)
}
