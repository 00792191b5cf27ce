import { describe, expect, it } from 'vitest'
import { task } from '../jobs/task.ts'
import { MAX_SESSIONS } from '../sessions/session.ts'
import type { Session } from '../store/account.ts'
import { sessionWith } from '../store/contract/testState.ts'
import { Conflict } from '../store/store.ts'
import { type Browser, decideSignIn, firstSignIn } from './decideSignIn.ts'
import type { SignInPlan } from './pipeline.ts'
import { accountWith, connectionWith } from './steps/testContext.ts'

const HOUR_MS = 3_600_000
const NOW = Date.parse('2026-11-01T12:00:00.000Z')
const limits = { sessionIdleMs: 24 * HOUR_MS, sessionMaxMs: 48 * HOUR_MS }
const browser: Browser = {
  idHash: 'new',
  id: 'n',
  browser: 'Firefox',
  system: 'Linux',
  network: '192.0.2.0/24',
  replaces: 'old',
  connects: false,
  now: NOW,
}
const X = connectionWith({
  provider: 'twitter',
  uid: '18151210',
  connectedAt: new Date(NOW).toISOString(),
})

function planWith(changes: Partial<SignInPlan> = {}): SignInPlan {
  const seen = accountWith()
  const connection = connectionWith({ credentials: 'sealed now' })
  const account = accountWith({ name: 'Ada Lovelace' }, [connection])
  return { seen, account, connection, isNew: false, newAssociation: false, jobs: [], ...changes }
}

/** A sign-in that connects X to Ada's account. */
function connecting(): SignInPlan {
  const account = accountWith({}, [connectionWith(), X])
  return planWith({ account, connection: X, newAssociation: true })
}

/** A session that began three hours ago. */
function olderSession(changes: Partial<Session> = {}): Session {
  const at = NOW - 3 * HOUR_MS
  return sessionWith({
    idHash: 'old',
    id: 'o',
    createdAt: at,
    since: at,
    confirmedAt: at,
    lastSeenAt: at,
    ...changes,
  })
}

const ended = task('ended', async () => {})
const rest = {
  limits,
  events: [],
  tellOfEnded: (sessions: number) => [ended.delay({ sessions: String(sessions) })],
}

const decide = (
  plan: SignInPlan,
  { state = accountWith(), sessions = [olderSession()], ...changes }: Partial<Browser> & Stored = {},
) => decideSignIn({ account: state, sessions }, { plan, browser: { ...browser, ...changes }, ...rest })

interface Stored {
  state?: ReturnType<typeof accountWith>
  sessions?: Session[]
}

describe('the decision of a sign-in', () => {
  it('stores the account as the steps decided, and replaces the old session with the new one', () => {
    const plan = planWith()
    const { account, begins, ends, result } = decide(plan)
    expect(account).toBe(plan.account)
    expect(begins).toBe(result)
    expect(begins).toMatchObject({ idHash: 'new', userId: 'user-1', createdAt: NOW, confirmedAt: NOW })
    expect(ends).toEqual(['old'])
  })

  it('remembers the identity that signed in', () => {
    expect(decide(planWith()).begins?.identity).toEqual({ provider: 'github', uid: '1815' })
  })

  it('continues the session of the same browser, and begins a new one when it is too old', () => {
    const before = olderSession()
    expect(decide(planWith()).begins?.since).toBe(before.since)
    const idle = olderSession({ lastSeenAt: NOW - 25 * HOUR_MS })
    expect(decide(planWith(), { sessions: [idle] })).toMatchObject({ begins: { since: NOW }, ends: ['old'] })
  })

  it('begins a new session in a browser that was signed in to another account, and ends that one', () => {
    const { begins, ends } = decide(planWith(), { sessions: [], replaces: 'of another account' })
    expect(begins).toMatchObject({ since: NOW, confirmedAt: NOW })
    expect(ends).toEqual(['of another account'])
  })

  it('keeps the age and the identity of the session that connects', () => {
    const before = olderSession()
    expect(decide(connecting(), { connects: true }).begins).toEqual({
      ...before,
      idHash: 'new',
      id: 'n',
      lastSeenAt: NOW,
    })
  })

  it('does not confirm a session through an identity that the session connected', () => {
    const state = accountWith({}, [connectionWith(), X])
    const plan = planWith({ seen: state, account: state, connection: X })
    const { begins } = decide(plan, { state })
    expect(begins).toMatchObject({ confirmedAt: olderSession().confirmedAt, createdAt: NOW })
  })

  it('counts as signing in again when the identity is already connected', () => {
    expect(decide(planWith(), { connects: true }).begins?.confirmedAt).toBe(NOW)
  })

  it.each([
    ['has ended', []],
    ['is too old', [olderSession({ lastSeenAt: NOW - 25 * HOUR_MS })]],
  ])('is a conflict when the session that connects %s', (_how, sessions) => {
    expect(() => decide(connecting(), { connects: true, sessions })).toThrow(Conflict)
  })

  it('is a conflict when the account has changed since the steps read it', () => {
    expect(() => decide(planWith(), { state: accountWith({ name: 'Countess' }) })).toThrow(Conflict)
    expect(() => decide(planWith(), { state: accountWith({}, [connectionWith(), X]) })).toThrow(Conflict)
    expect(() => decide(planWith(), { state: accountWith({}, []) })).toThrow(Conflict)
  })

  it('ignores another sign-in of the same identity in between', () => {
    const state = accountWith({}, [connectionWith({ credentials: 'sealed meanwhile', extraData: {} })])
    expect(decide(planWith(), { state }).account?.connections).toEqual([
      connectionWith({ credentials: 'sealed now' }),
    ])
  })

  it('ends the least recently used session when there are too many', () => {
    const sessions = Array.from({ length: MAX_SESSIONS }, (_, index) =>
      olderSession({ idHash: `s${index}`, lastSeenAt: NOW - index }),
    )
    const { ends, jobs } = decide(planWith(), { sessions, replaces: null })
    expect(ends).toEqual([`s${MAX_SESSIONS - 1}`])
    expect(jobs).toMatchObject([{ task: 'ended', payload: { sessions: '1' } }])
    expect(decide(planWith(), { sessions, replaces: 's3' })).toMatchObject({ ends: ['s3'], jobs: [] })
  })
})

describe('the first sign-in', () => {
  it('begins a session and ends the one that the browser had', () => {
    const plan = planWith({ seen: null, isNew: true })
    const first = firstSignIn({ plan, browser, ...rest })
    expect(first).toMatchObject({ begins: { since: NOW, confirmedAt: NOW, userId: 'user-1' }, ends: ['old'] })
    expect(firstSignIn({ plan, browser: { ...browser, replaces: null }, ...rest }).ends).toEqual([])
  })
})
