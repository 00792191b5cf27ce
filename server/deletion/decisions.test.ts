import { describe, expect, it } from 'vitest'
import { accountWith, connectionWith } from '../signin/steps/testContext.ts'
import { EVENT, stateOf } from '../store/contract/testState.ts'
import { Conflict } from '../store/store.ts'
import { beginDeletion, cancelDeletion, isOwnName } from './beginDeletion.ts'
import { type Ending, endAccount, farewellJobId, grantJobId } from './endAccount.ts'
import { finishDeletion } from './finishDeletion.ts'

const SINCE = '2026-11-01T12:00:00.000Z'
const AT = '2026-11-01T12:00:05.000Z'
const leaving = { leavingSince: SINCE }
const job = finishDeletion.delay({ userId: 'user-1', since: SINCE, from: '' })

describe('beginDeletion', () => {
  const asked = { session: 'hash-1', at: SINCE, job }

  it('marks the account and adds a job that completes the deletion', () => {
    const decision = beginDeletion(stateOf(accountWith()), asked)
    expect(decision).toMatchObject({
      account: { user: { leavingSince: SINCE } },
      jobs: [job],
      result: 'begun',
    })
    expect(decision.ends).toBeUndefined()
  })

  it('happens once, and not when the session has ended', () => {
    expect(beginDeletion(stateOf(accountWith(leaving)), asked)).toEqual({ result: 'begun-before' })
    expect(beginDeletion(stateOf(accountWith(), []), asked)).toEqual({ result: 'signed-out' })
  })
})

describe('the name that confirms a deletion', () => {
  it.each(['ada', ' Ada ', 'ADA', 'ａｄａ'])('may be typed as %j', (typed) => {
    expect(isOwnName(typed, { username: 'Ada' })).toBe(true)
  })

  it.each(['', 'adam', 'a da', undefined, 5, ['ada']])('is not %j', (typed) => {
    expect(isOwnName(typed, { username: 'Ada' })).toBe(false)
  })
})

describe('cancelDeletion', () => {
  it('keeps the user, with an event, and only for this deletion', () => {
    const state = stateOf(accountWith(leaving))
    expect(cancelDeletion(state, { since: SINCE, event: EVENT })).toMatchObject({
      account: { user: { leavingSince: null } },
      events: [EVENT],
    })
    expect(cancelDeletion(state, { since: AT, event: EVENT })).toEqual({ result: undefined })
  })
})

describe('endAccount', () => {
  const X = { provider: 'twitter', uid: '7' }
  const account = accountWith(
    { ...leaving, username: 'Ada', formerEmails: [{ address: 'old@example.org', until: SINCE }] },
    [connectionWith(), connectionWith({ ...X, credentials: 'sealed of X' })],
  )
  const farewells = [
    { address: 'ada@example.org', sealedAddress: 'sealed 1' },
    { address: 'old@example.org', sealedAddress: 'sealed 2' },
  ]
  const fingerprint = (text: string) => `(${text})`
  const ending: Ending = {
    deletionId: 'd',
    since: SINCE,
    at: AT,
    farewells,
    fingerprint,
    event: EVENT,
    config: { webhook: null },
  }

  it('keeps fingerprints of identities and username, and nothing else of the account', () => {
    const { tombstone, ...decision } = endAccount(stateOf(account), ending)
    expect(tombstone).toEqual({
      userId: 'user-1',
      deletedAt: AT,
      identities: ['(github:1815)', '(twitter:7)'],
      username: '(ada)',
    })
    expect(decision).toMatchObject({ events: [EVENT] })
    expect(decision.account).toBeUndefined()
  })

  it('revokes each grant and sends a farewell to each address, by jobs with known ids', () => {
    const { jobs, result } = endAccount(stateOf(account), ending)
    expect(jobs).toMatchObject([
      { id: grantJobId('d', { provider: 'github', uid: '1815' }), task: 'revokeGrant', userId: null },
      { id: grantJobId('d', X), payload: { ...X, credentials: 'sealed of X' } },
      { id: farewellJobId('d', 0), task: 'sendFarewell', payload: { sealedAddress: 'sealed 1' } },
      { id: farewellJobId('d', 1), payload: { sealedAddress: 'sealed 2' }, userId: null },
    ])
    expect(result).toEqual(jobs)
    expect(JSON.stringify(jobs)).not.toContain('@')
  })

  it('tells the site by a job that outlives the account', () => {
    const config = { webhook: { url: 'https://site.example/', secrets: [] } }
    expect(endAccount(stateOf(account), { ...ending, config }).jobs?.at(-1)).toMatchObject({
      task: 'sendWebhook',
      userId: null,
      payload: { type: 'user.deleted', userId: 'user-1' },
    })
  })

  it('does nothing when the deletion was cancelled, even if another has begun', () => {
    expect(endAccount(stateOf(accountWith()), ending)).toEqual({ result: null })
    expect(endAccount(stateOf(accountWith({ leavingSince: AT })), ending)).toEqual({ result: null })
  })

  it('throws a conflict when other addresses were sealed', () => {
    const sealedBefore = { ...ending, farewells: farewells.slice(0, 1) }
    expect(() => endAccount(stateOf(account), sealedBefore)).toThrow(Conflict)
  })
})
