import type { Context } from 'koa'
import type { OperatorDeed } from '../api.ts'
import { type AuditEvent, eventAt } from '../audit/event.ts'
import { logOf } from '../http/requestLog.ts'

/** An operator's action on an account. */
export interface Deed {
  what: OperatorDeed
  outcome?: string
  userId: string
  note?: string
}

/**
 * The event of an operator's action. It has no network: that would be the operator's, and the account's owner
 * sees the event.
 */
export function deedEvent(at: number, { what, outcome = 'done', userId, note }: Deed): AuditEvent {
  return eventAt(at, '', { what, outcome, userId, by: 'operator', ...(note !== undefined && { note }) })
}

/** Logs an action. Only the log names the operator. */
export function logDeed(ctx: Context, operator: string, { what, userId, outcome = 'done' }: Deed): void {
  logOf(ctx).info({ operator, user: userId, did: what, outcome }, 'an operator acted')
}
