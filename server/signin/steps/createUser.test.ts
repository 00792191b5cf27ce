import { describe, expect, it } from 'vitest'
import { Conflict } from '../../store/store.ts'
import { createUser } from './createUser.ts'
import {
  ADA,
  accountWith,
  connectionWith,
  contextWith,
  NOW,
  patchOf,
  toolsWith,
  userWith,
} from './testContext.ts'

describe('createUser', () => {
  it('creates no second user', async () => {
    expect(await createUser(contextWith({ user: userWith() }), toolsWith())).toEqual({})
  })

  it('creates a user from the profile, with the chosen name', async () => {
    const { user, isNew } = patchOf(await createUser(contextWith({ username: 'ada-2' }), toolsWith()))
    expect(isNew).toBe(true)
    expect(user).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: 'ada-2',
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      formerEmails: [],
      avatarUrl: ADA.avatarUrl,
      createdAt: NOW,
      language: 'de',
      welcomedAt: null,
      leavingSince: null,
      lock: null,
      tweetOffer: null,
      tweetConsents: [],
    })
  })

  it('stores no unverified address, and does not look up whether an account has it', async () => {
    const profile = { ...ADA, emailVerified: false }
    const tools = toolsWith({ accounts: [accountWith()] })
    const { user } = patchOf(await createUser(contextWith({ profile }), tools))
    expect(user?.email).toBeNull()
  })

  it('refuses a verified address that another user has, and reminds its owner', async () => {
    const x = connectionWith({ provider: 'twitter', uid: '1815' })
    const tools = toolsWith({ accounts: [accountWith({ id: 'owner', email: 'ADA@example.org' }, [x])] })
    expect(await createUser(contextWith(), tools)).toMatchObject({
      refused: 'email-taken',
      ownerId: 'owner',
      jobs: [{ task: 'sendReminder', userId: 'owner', payload: { userId: 'owner' } }],
    })
  })

  it('treats an owner with the same identity as a faster sign-in of the same person', async () => {
    const tools = toolsWith({ accounts: [accountWith()] })
    await expect(createUser(contextWith(), tools)).rejects.toThrow(Conflict)
  })

  it('refuses without a mail while the owner of the address is being deleted', async () => {
    const tools = toolsWith({ accounts: [accountWith({ leavingSince: NOW }, [])] })
    expect(await createUser(contextWith(), tools)).toEqual({ refused: 'leaving', jobs: [] })
  })
})
