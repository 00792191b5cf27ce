import { describe, expect, it } from 'vitest'
import type { Session } from '../store/account.ts'
import {
  beginSession,
  connectSession,
  continueSession,
  isAlive,
  isRecent,
  MAX_SESSIONS,
  sessionsThrough,
  surplusOf,
} from './session.ts'

const HOUR_MS = 3_600_000
const NOW = Date.parse('2026-11-01T12:00:00.000Z')
const GITHUB = { provider: 'github', uid: '1815' }
const X = { provider: 'twitter', uid: '18151210' }

const signIn = {
  idHash: 'new',
  id: 'n',
  userId: 'ada',
  browser: 'Firefox',
  system: 'Linux',
  network: '192.0.2.0/24',
  identity: X,
  connectedAt: new Date(NOW).toISOString(),
  now: NOW,
}

function session(changes: Partial<Session> = {}): Session {
  const at = NOW - 3 * HOUR_MS
  const times = { createdAt: at, since: at, confirmedAt: at, lastSeenAt: at }
  return { ...signIn, idHash: 'old', id: 'o', identity: GITHUB, ...times, ...changes }
}

describe('a session', () => {
  it('begins as confirmed, and keeps nothing else of the sign-in', () => {
    expect(beginSession(signIn)).toEqual({
      idHash: 'new',
      id: 'n',
      userId: 'ada',
      browser: 'Firefox',
      system: 'Linux',
      network: '192.0.2.0/24',
      identity: X,
      createdAt: NOW,
      since: NOW,
      confirmedAt: NOW,
      lastSeenAt: NOW,
    })
  })

  it('continues after another sign-in with its age, and an old connection confirms it', () => {
    const before = session()
    const connectedAt = new Date(before.since).toISOString()
    expect(continueSession(before, { ...signIn, connectedAt })).toEqual({
      ...beginSession(signIn),
      since: before.since,
    })
  })

  it('is not confirmed by a connection that is younger than it', () => {
    const before = session()
    const connectedAt = new Date(before.since + 1).toISOString()
    const after = continueSession(before, { ...signIn, connectedAt })
    expect(after).toMatchObject({ confirmedAt: before.confirmedAt, createdAt: NOW, identity: X })
  })

  it('changes only its ids and its last visit when an identity is connected', () => {
    const before = session()
    expect(connectSession(before, signIn)).toEqual({ ...before, idHash: 'new', id: 'n', lastSeenAt: NOW })
  })
})

describe('isAlive', () => {
  const limits = { sessionIdleMs: 10, sessionMaxMs: 100, now: NOW }

  it.each([
    [{ lastSeenAt: NOW - 10, createdAt: NOW - 100 }, true],
    [{ lastSeenAt: NOW - 11, createdAt: NOW - 50 }, false],
    [{ lastSeenAt: NOW, createdAt: NOW - 101 }, false],
  ])('for %j is %s', (times, expected) => {
    expect(isAlive(session(times), limits)).toBe(expected)
  })
})

describe('isRecent', () => {
  it('is true for two hours', () => {
    expect(isRecent({ confirmedAt: NOW - 2 * HOUR_MS }, NOW)).toBe(true)
    expect(isRecent({ confirmedAt: NOW - 2 * HOUR_MS - 1 }, NOW)).toBe(false)
  })
})

describe('surplusOf', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => session({ idHash: String(index), lastSeenAt: NOW - index }))

  it('is empty while there is room for one more', () => {
    expect(surplusOf(many(MAX_SESSIONS - 1))).toEqual([])
  })

  it('is the least recently used sessions, in any order of the input', () => {
    expect(surplusOf(many(MAX_SESSIONS + 1).reverse())).toEqual(['49', '50'])
  })
})

describe('sessionsThrough', () => {
  it('is every session that the identity may have begun, except the current one', () => {
    const sessions = [
      session({ idHash: 'asks' }),
      session({ idHash: 'same' }),
      session({ idHash: 'other', identity: X }),
      session({ idHash: 'older version', identity: null }),
    ]
    expect(sessionsThrough(sessions, GITHUB, 'asks')).toEqual(['same', 'older version'])
  })
})
