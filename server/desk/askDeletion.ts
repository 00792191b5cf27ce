import type { AuditEvent } from '../audit/event.ts'
import { beginDeletion, isOwnName } from '../deletion/beginDeletion.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { AccountState, Decision } from '../store/store.ts'
import type { Access } from './access.ts'

/** The operator's request. */
interface Asked extends Pick<Access, 'isOperator'> {
  /** The username, typed as a confirmation. The pages demand it; a program may leave it out. */
  typed: unknown
  /** ISO 8601. */
  at: string
  /** The job that deletes the account. */
  job: JobDescription
  event: AuditEvent
}

/**
 * Decides to delete the account, as its owner asked the operator to. The steps are those of a deletion by the
 * owner.
 */
export function askDeletion(
  state: AccountState,
  { typed, at, job, event, isOperator }: Asked,
): Decision<'begun' | 'begun-before' | 'operator' | 'wrong-username'> {
  if (isOperator(state.account)) return { result: 'operator' }
  if (typed !== undefined && !isOwnName(typed, state.account.user)) return { result: 'wrong-username' }
  const { result, ...decision } = beginDeletion(state, { session: null, at, job })
  if (result !== 'begun') return { result: 'begun-before' }
  return { ...decision, events: [event], result }
}
