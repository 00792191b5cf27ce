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

/** Whether the text typed as a confirmation is the user's name. */
export function isOwnName(typed: unknown, { username }: Pick<User, 'username'>): boolean {
  return typeof typed === 'string' && usernameKey(typed.trim()) === usernameKey(username)
}
