import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import type { Access } from './access.ts'

/** The facts of an operator's decision, besides the account. */
export interface Acting {
  /** ISO 8601. */
  at: string
  event: AuditEvent
  config: Pick<Config, 'webhook'>
}

/**
 * Decides to lock the account and to end its sessions. An operator's account cannot be locked. `reason` is null when
 * the operator gave none that can be shown.
 */
export function lockAccount(
  { account, sessions }: AccountState,
  { at, event, config, reason, isOperator }: Acting & { reason: string | null } & Pick<Access, 'isOperator'>,
): Decision<'locked' | 'operator' | 'leaving' | 'reason-invalid' | { lockedFor: string }> {
  const { user } = account
  if (isOperator(account)) return { result: 'operator' }
  if (user.leavingSince !== null) return { result: 'leaving' }
  if (user.lock !== null) return { result: { lockedFor: user.lock.reason } }
  if (reason === null) return { result: 'reason-invalid' }
  const told = { userId: user.id, at }
  return {
    account: { ...account, user: { ...user, lock: { at, reason } } },
    ends: sessions.map(({ idHash }) => idHash),
    jobs: [
      ...tellSite(config, 'user.locked', told),
      ...tellSite(config, 'session.ended', { ...told, sessions: sessions.length }),
    ],
    events: [event],
    result: 'locked',
  }
}

/** Decides to unlock the account. */
export function unlockAccount(
  { account }: AccountState,
  { at, event, config }: Acting,
): Decision<'unlocked' | 'not-locked' | 'leaving'> {
  const { user } = account
  if (user.leavingSince !== null) return { result: 'leaving' }
  if (user.lock === null) return { result: 'not-locked' }
  return {
    account: { ...account, user: { ...user, lock: null } },
    jobs: tellSite(config, 'user.unlocked', { userId: user.id, at }),
    events: [event],
    result: 'unlocked',
  }
}

/** Decides to end every session of the account. */
export function endSessions(
  { account, sessions }: AccountState,
  { at, event, config }: Acting,
): Decision<'ended' | 'none'> {
  if (sessions.length === 0) return { result: 'none' }
  const told = { userId: account.user.id, at, sessions: sessions.length }
  return {
    ends: sessions.map(({ idHash }) => idHash),
    jobs: tellSite(config, 'session.ended', told),
    events: [event],
    result: 'ended',
  }
}
