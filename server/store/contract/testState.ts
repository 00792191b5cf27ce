import type { AuditEvent } from '../../audit/event.ts'
import type { Account, Session } from '../account.ts'
import type { AccountState } from '../store.ts'

/** A stored session for the tests of decisions. */
export function sessionWith(changes: Partial<Session> = {}): Session {
  const at = Date.parse('2026-11-01T12:00:00.000Z')
  return {
    idHash: 'hash-1',
    id: 'session-1',
    userId: 'user-1',
    browser: 'Firefox',
    system: 'Linux',
    network: '192.0.2.0/24',
    identity: { provider: 'github', uid: '1815' },
    createdAt: at,
    since: at,
    confirmedAt: at,
    lastSeenAt: at,
    ...changes,
  }
}

/** The state on which a decision rests. */
export function stateOf(account: Account, sessions: readonly Session[] = [sessionWith()]): AccountState {
  return { account, sessions }
}

/** An event for a decision to keep. */
export const EVENT: AuditEvent = {
  id: 'event-1',
  at: Date.parse('2026-11-01T12:00:00.000Z'),
  what: 'sign-in',
  outcome: 'done',
  userId: 'user-1',
  provider: null,
  from: '192.0.2.0/24',
}
