import { describe, expect, it } from 'vitest'
import { socialUser } from './socialUser.ts'
import { accountWith, connectionWith, contextWith, toolsWith } from './testContext.ts'

const X = { provider: 'twitter', uid: '18151210' }

describe('socialUser', () => {
  it('finds nothing for an identity that no account has', async () => {
    expect(await socialUser(contextWith(), toolsWith())).toEqual({})
  })

  it('finds the account by provider and uid, whatever the names are', async () => {
    const account = accountWith({ username: 'somebody' })
    const result = await socialUser(contextWith(), toolsWith({ accounts: [account] }))
    expect(result).toEqual({ account, user: account.user, connection: account.connections[0] })
  })

  it.each([
    ['another provider with the same uid', { provider: 'twitter', uid: '1815' }],
    ['a uid that is written differently', { provider: 'github', uid: '01815' }],
  ])('does not find %s', async (_what, identity) => {
    const account = accountWith({}, [connectionWith(identity)])
    expect(await socialUser(contextWith(), toolsWith({ accounts: [account] }))).toEqual({})
  })

  it('connects an unknown identity to the signed-in account', async () => {
    const currentAccount = accountWith({}, [connectionWith(X)])
    expect(await socialUser(contextWith({ currentAccount }), toolsWith())).toEqual({
      account: currentAccount,
      user: currentAccount.user,
      connection: null,
    })
  })

  it('refuses to connect an identity of another account', async () => {
    const currentAccount = accountWith({ id: 'user-2' }, [connectionWith(X)])
    const tools = toolsWith({ accounts: [accountWith()] })
    const result = await socialUser(contextWith({ currentAccount }), tools)
    expect(result).toMatchObject({ refused: 'already-connected' })
  })

  it.each([
    ['locked', { lock: { at: '2026-10-01T00:00:00.000Z', reason: 'spam' } }],
    ['leaving', { leavingSince: '2026-10-01T00:00:00.000Z' }],
  ])('refuses a %s account', async (refused, user) => {
    const tools = toolsWith({ accounts: [accountWith(user)] })
    expect(await socialUser(contextWith(), tools)).toMatchObject({ refused, jobs: [] })
  })
})
