import { describe, expect, it } from 'vitest'
import { accountWith } from '../signin/steps/testContext.ts'
import type { User } from '../store/account.ts'
import { EVENT, sessionWith, stateOf } from '../store/contract/testState.ts'
import { changeAddress, type Verified } from './changeAddress.ts'

const AT = '2026-11-01T12:00:00.000Z'
const BEFORE = '2026-10-20T12:00:00.000Z'

const verified: Verified = {
  address: 'countess@example.org',
  session: 'hash-1',
  at: AT,
  event: EVENT,
  config: { webhook: null },
}

const decide = (user: Partial<User>, changes: Partial<Verified> = {}) =>
  changeAddress(stateOf(accountWith(user)), { ...verified, ...changes })

const told = ({ jobs = [] }: ReturnType<typeof changeAddress>) =>
  jobs.filter(({ task }) => task === 'sendAddressChanged').map(({ payload }) => payload.to)

describe('changeAddress', () => {
  it('sets the address, keeps the previous one, and tells both', () => {
    const decision = decide({})
    expect(decision.account?.user).toMatchObject({
      email: 'countess@example.org',
      formerEmails: [{ address: 'ada@example.org', until: AT }],
    })
    expect(told(decision)).toEqual([null, AT])
    expect(decision).toMatchObject({ events: [EVENT], result: 'done' })
  })

  it('tells the recent addresses as well, and puts none of them into a job', () => {
    const decision = decide({ formerEmails: [{ address: 'old@example.org', until: BEFORE }] })
    expect(told(decision)).toEqual([null, AT, BEFORE])
    expect(JSON.stringify(decision.jobs)).not.toContain('@')
  })

  it('welcomes at a first address and reports no change', () => {
    const decision = decide({ email: null, welcomedAt: null })
    expect(decision.jobs?.map(({ task }) => task)).toEqual(['sendWelcomeEmail'])
    expect(decision.account?.user.welcomedAt).toBe(AT)
  })

  it('tells nobody when the address only changes its spelling', () => {
    const decision = decide({}, { address: 'ADA@example.org' })
    expect(decision.account?.user).toMatchObject({ email: 'ADA@example.org', formerEmails: [] })
    expect(told(decision)).toEqual([])
  })

  it('tells the site', () => {
    const webhook = { url: 'https://site.example/', secrets: [] }
    expect(decide({ email: null }, { config: { webhook } }).jobs).toContainEqual(
      expect.objectContaining({
        task: 'sendWebhook',
        payload: expect.objectContaining({ type: 'user.updated' }),
      }),
    )
  })

  it('changes nothing when the session has ended', () => {
    const state = stateOf(accountWith(), [sessionWith({ idHash: 'another' })])
    expect(changeAddress(state, verified)).toEqual({ result: 'signed-out' })
  })
})
