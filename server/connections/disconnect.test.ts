import { describe, expect, it } from 'vitest'
import { accountWith, connectionWith } from '../signin/steps/testContext.ts'
import type { User } from '../store/account.ts'
import { EVENT, sessionWith, stateOf } from '../store/contract/testState.ts'
import { consentTo } from '../welcome/consent.ts'
import { type Disconnecting, disconnect } from './disconnect.ts'

const AT = '2026-11-01T12:00:00.000Z'
const X = { provider: 'twitter', uid: '7' }
const GITHUB = { provider: 'github', uid: '1815' }
const both = [connectionWith(), connectionWith({ ...X, credentials: 'sealed of X' })]

const asked: Disconnecting = {
  identity: X,
  session: 'hash-1',
  at: AT,
  isUsable: () => true,
  event: EVENT,
  config: { webhook: null },
}

const decide = (changes: Partial<Disconnecting> = {}, user: Partial<User> = {}) =>
  disconnect(stateOf(accountWith(user, both)), { ...asked, ...changes })

describe('disconnect', () => {
  it('removes the connection and revokes its grant, by a job that outlives the account', () => {
    const decision = decide()
    expect(decision.account?.connections).toEqual([both[0]])
    expect(decision.jobs?.[0]).toMatchObject({
      task: 'revokeGrant',
      userId: null,
      payload: { ...X, credentials: 'sealed of X' },
    })
    expect(decision).toMatchObject({ events: [EVENT], result: 'done' })
  })

  it('keeps the last connection', () => {
    const state = stateOf(accountWith({}, [connectionWith()]))
    expect(disconnect(state, { ...asked, identity: GITHUB })).toEqual({ result: 'last' })
  })

  it('keeps the last one of a provider that is not switched off', () => {
    const isUsable = (provider: string) => provider === 'twitter'
    expect(decide({ isUsable })).toEqual({ result: 'last' })
    expect(decide({ isUsable, identity: GITHUB }).result).toBe('done')
  })

  it('does nothing for an identity that is not connected, or a session that has ended', () => {
    expect(decide({ identity: { provider: 'twitter', uid: '8' } })).toEqual({ result: 'gone' })
    expect(decide({ session: 'another' })).toEqual({ result: 'signed-out' })
  })

  it('ends the other sessions of the identity, and those whose identity is not known', () => {
    const sessions = [
      sessionWith({ identity: X }),
      sessionWith({ idHash: 'of X', identity: X }),
      sessionWith({ idHash: 'unknown', identity: null }),
      sessionWith({ idHash: 'of GitHub' }),
    ]
    expect(disconnect(stateOf(accountWith({}, both), sessions), asked).ends).toEqual(['of X', 'unknown'])
  })

  it('tells the site, including how many sessions have ended', () => {
    const config = { webhook: { url: 'https://site.example/', secrets: [] } }
    const types = (sessions: Parameters<typeof stateOf>[1]) =>
      disconnect(stateOf(accountWith({}, both), sessions), { ...asked, config })
        .jobs?.filter(({ task }) => task === 'sendWebhook')
        .map(({ payload }) => [payload.type, payload.sessions])
    const sessions = [sessionWith(), sessionWith({ idHash: 'of X', identity: X })]
    expect(types(sessions)).toEqual([
      ['user.disconnected', null],
      ['session.ended', '1'],
    ])
    expect(types([sessionWith()])).toEqual([['user.disconnected', null]])
  })

  it('drops the pending posts of the identity, and no others', () => {
    const [own, other] = ['7', '8'].map((uid) => consentTo('Hello', { uid, at: AT, basis: 'asked' }))
    const tweets = { tweetOffer: { uid: '7' }, tweetConsents: [own, other] as NonNullable<typeof own>[] }
    const user = decide({}, tweets).account?.user
    expect(user?.tweetOffer).toBeNull()
    expect(user?.tweetConsents.map(({ state }) => state)).toEqual(['dropped', 'waiting'])
    expect(decide({ identity: GITHUB }, tweets).account?.user).toMatchObject(tweets)
  })

  it('tells the address of the account and those that it had within 30 days', () => {
    const formerEmails = [
      { address: 'lately@example.org', until: '2026-10-20T12:00:00.000Z' },
      { address: 'long.ago@example.org', until: '2026-09-20T12:00:00.000Z' },
    ]
    const mails = decide({}, { formerEmails }).jobs?.filter(({ task }) => task === 'sendConnectionChanged')
    expect(mails?.map(({ payload }) => payload.to)).toEqual([null, '2026-10-20T12:00:00.000Z'])
    const none = decide({}, { email: null }).jobs?.map(({ task }) => task)
    expect(none).toEqual(['revokeGrant'])
  })
})
