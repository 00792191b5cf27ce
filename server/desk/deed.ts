import type { OperatorDeed } from '../api.ts'
import { type AuditEvent, eventAt } from '../audit/event.ts'

/** What an operator does to an account. */
export interface Deed {
  what: OperatorDeed
  outcome?: string
  userId: string
  note?: string
}

/** The event of what an operator does. It has no network: that is the operator's, and the owner of the account sees the event. */
export function deedEvent(at: number, { what, outcome = 'done', userId, note }: Deed): AuditEvent {
  return eventAt(at, '', { what, outcome, userId, by: 'operator', ...(note !== undefined && { note }) })
}
