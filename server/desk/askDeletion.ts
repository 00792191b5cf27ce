import type { AuditEvent } from '../audit/event.ts'
import { beginDeletion, isOwnName } from '../deletion/beginDeletion.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { AccountState, Decision } from '../store/store.ts'
import type { Access } from './access.ts'

/** What an operator asks for. */
interface Asked extends Pick<Access, 'isOperator'> {
  /** The username as typed to confirm. */
  typed: unknown
  /** ISO 8601. */
  at: string
  /** Deletes the account. */
  job: JobDescription
  event: AuditEvent
}

/** Decides that the account is deleted on request of its owner, by the same steps as when they do it themselves. */
export function askDeletion(
  state: AccountState,
  { typed, at, job, event, isOperator }: Asked,
): Decision<'begun' | 'begun-before' | 'operator' | 'wrong-username'> {
  if (isOperator(state.account)) return { result: 'operator' }
  if (!isOwnName(typed, state.account.user)) return { result: 'wrong-username' }
  const { result, ...decision } = beginDeletion(state, { session: null, at, job })
  if (result !== 'begun') return { result: 'begun-before' }
  return { ...decision, events: [event], result }
}
