import type { JobDescription } from '../jobs/job.ts'
import { type User, usernameKey } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'

interface Asked {
  /** `idHash` of the session that asks; null when an operator does. */
  session: string | null
  /** ISO 8601. */
  at: string
  /** Completes the deletion if the process ends in the middle of it. */
  job: JobDescription
}

/** Decides that the user leaves. From then on nobody is signed in to the account, but the sessions stay for `cancelDeletion`. */
export function beginDeletion(
  { account, sessions }: AccountState,
  { session, at, job }: Asked,
): Decision<'begun' | 'begun-before' | 'signed-out'> {
  const { user } = account
  if (user.leavingSince !== null) return { result: 'begun-before' }
  if (session !== null && !sessions.some(({ idHash }) => idHash === session)) return { result: 'signed-out' }
  return { account: { ...account, user: { ...user, leavingSince: at } }, jobs: [job], result: 'begun' }
}

/** Whether the text that was typed to confirm is the user's name. */
export function isOwnName(typed: unknown, { username }: Pick<User, 'username'>): boolean {
  return typeof typed === 'string' && usernameKey(typed.trim()) === usernameKey(username)
}
