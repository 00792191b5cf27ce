import { describe, expect, it } from 'vitest'
import { accountWith, connectionWith } from '../signin/steps/testContext.ts'
import type { Account, ConsentState, User } from '../store/account.ts'
import { EVENT, stateOf } from '../store/contract/testState.ts'
import { acceptTweet } from './acceptTweet.ts'
import { canTakeBack, consentTo, dropTweets, shownState } from './consent.ts'
import { declineTweet } from './declineTweet.ts'
import { beginPosting, endPosting, giveUpPosting } from './posting.ts'
import { withdrawTweet } from './withdrawTweet.ts'

const AT = '2026-11-01T12:00:00.000Z'
const BEFORE = '2026-10-01T12:00:00.000Z'
const LATER = '2026-11-02T12:00:00.000Z'
const STATES: ConsentState[] = ['waiting', 'posting', 'posted', 'withdrawn', 'failed', 'dropped', 'unknown']
const X = connectionWith({ provider: 'twitter', uid: '7', credentials: 'sealed' })

/** Ada with a consent in the state, after an older one that was posted. */
function adaWith(state: ConsentState, user: Partial<User> = {}, connections = [X]): Account {
  const given = { uid: '7', basis: 'asked' } as const
  const older = { ...consentTo('Older', { ...given, at: BEFORE }), state: 'posted' as const, settledAt: AT }
  const tweetConsents = [older, { ...consentTo('Hello', { ...given, at: AT }), state }]
  return accountWith({ tweetConsents, ...user }, connections)
}

const stateIn = (account: Account | undefined) => account?.user.tweetConsents.at(-1)?.state

describe('the offer of a post', () => {
  const offered = stateOf(accountWith({ tweetOffer: { uid: '7' } }))

  it('is accepted once, with a job derived from the consent', () => {
    const decision = acceptTweet(offered, { text: 'Hello', at: AT, event: EVENT })
    expect(decision.account?.user).toMatchObject({
      tweetOffer: null,
      tweetConsents: [{ uid: '7', text: 'Hello', at: AT, basis: 'asked', state: 'waiting', settledAt: null }],
    })
    const again = acceptTweet(offered, { text: 'Hello', at: AT, event: EVENT })
    expect(again.jobs?.map(({ id }) => id)).toEqual(decision.jobs?.map(({ id }) => id))
    expect(decision.jobs).toMatchObject([
      { task: 'tweetOnJoin', payload: { userId: 'user-1', consentAt: AT } },
    ])
    expect(acceptTweet(stateOf(accountWith()), { text: 'Hello', at: AT, event: EVENT })).toEqual({
      result: 'nothing-offered',
    })
  })

  it('is declined with an event; without an offer there is no event', () => {
    expect(declineTweet(offered, EVENT)).toMatchObject({
      account: { user: { tweetOffer: null, tweetConsents: [] } },
      events: [EVENT],
    })
    expect(declineTweet(stateOf(accountWith()), EVENT)).toEqual({ result: 'nothing-offered' })
  })
})

describe('a consent', () => {
  it.each(STATES)('in the state %s can be withdrawn only while X has no post', (state) => {
    const decision = withdrawTweet(stateOf(adaWith(state)), { uid: '7', at: LATER, event: EVENT })
    const isPossible = state === 'waiting' || state === 'failed'
    expect(canTakeBack({ state })).toBe(isPossible)
    expect(decision.result).toBe(isPossible ? 'withdrawn' : 'too-late')
    if (isPossible) {
      const [older, newest] = decision.account?.user.tweetConsents ?? []
      expect([older?.state, newest]).toMatchObject(['posted', { state: 'withdrawn', settledAt: LATER }])
    }
  })

  it('that does not exist cannot be withdrawn', () => {
    const decision = withdrawTweet(stateOf(adaWith('waiting')), { uid: '8', at: LATER, event: EVENT })
    expect(decision).toEqual({ result: 'gone' })
  })

  it('shows a try that is under way as waiting', () => {
    expect(STATES.map((state) => shownState({ state }))).toEqual(
      STATES.map((state) => (state === 'posting' ? 'waiting' : state)),
    )
  })

  it('is dropped with its identity only while it waits', () => {
    for (const state of STATES) {
      const user = dropTweets(adaWith(state).user, '7', LATER)
      expect(user.tweetConsents.at(-1)?.state).toBe(state === 'waiting' ? 'dropped' : state)
    }
  })
})

describe('a try to post', () => {
  it.each(['waiting', 'failed'] as const)('begins for a consent in the state %s', (state) => {
    const decision = beginPosting(stateOf(adaWith(state)), { consentAt: AT, at: LATER })
    expect(decision.result).toEqual({ text: 'Hello', connection: X })
    expect(decision.account?.user.tweetConsents.at(-1)).toMatchObject({ state: 'posting', settledAt: null })
  })

  it('uses the newest consent in a job of an older version, and none that does not exist', () => {
    const state = stateOf(adaWith('waiting'))
    expect(beginPosting(state, { consentAt: undefined, at: LATER }).result).toMatchObject({ text: 'Hello' })
    expect(beginPosting(state, { consentAt: LATER, at: LATER })).toEqual({ result: 'nothing-to-do' })
  })

  it('is unknown when it finds an earlier try', () => {
    const decision = beginPosting(stateOf(adaWith('posting')), { consentAt: AT, at: LATER })
    expect([decision.result, stateIn(decision.account)]).toEqual(['unknown', 'unknown'])
  })

  it.each(['posted', 'withdrawn', 'dropped', 'unknown'] as const)('does nothing when %s', (state) => {
    const decision = beginPosting(stateOf(adaWith(state)), { consentAt: AT, at: LATER })
    expect(decision).toEqual({ result: 'nothing-to-do' })
  })

  it('drops the post when X is disconnected, the account is locked or being deleted', () => {
    const accounts = [
      adaWith('waiting', {}, [connectionWith()]),
      adaWith('waiting', { lock: { at: AT, reason: 'spam' } }),
      adaWith('waiting', { leavingSince: AT }),
    ]
    for (const account of accounts) {
      const decision = beginPosting(stateOf(account), { consentAt: AT, at: LATER })
      expect([decision.result, stateIn(decision.account)]).toEqual(['nothing-to-do', 'dropped'])
    }
  })

  it.each(['posted', 'unknown', 'waiting'] as const)('ends as %s if it is still under way', (outcome) => {
    const ended = endPosting(stateOf(adaWith('posting')), { consentAt: AT, at: LATER, outcome })
    const settledAt = outcome === 'waiting' ? null : LATER
    expect(ended.account?.user.tweetConsents.at(-1)).toMatchObject({ state: outcome, settledAt })
    expect(
      endPosting(stateOf(adaWith('dropped')), { consentAt: AT, at: LATER, outcome }).account,
    ).toBeUndefined()
  })

  it.each([
    ['waiting', 'failed'],
    ['posting', 'unknown'],
  ] as const)('that is the last makes %s %s', (before, after) => {
    const decision = giveUpPosting(stateOf(adaWith(before)), { consentAt: AT, at: LATER })
    expect(stateIn(decision.account)).toBe(after)
  })

  it('changes no settled consent when it was the last', () => {
    for (const state of ['posted', 'withdrawn', 'failed', 'dropped', 'unknown'] as const)
      expect(giveUpPosting(stateOf(adaWith(state)), { consentAt: AT, at: LATER }).account).toBeUndefined()
  })
})
