import { describe, expect, it } from 'vitest'
import { associateUser } from './associateUser.ts'
import { connectionWith, contextWith, NOW, patchOf, toolsWith, userWith } from './testContext.ts'

describe('associateUser', () => {
  it('refuses when there is no user', () => {
    expect(associateUser(contextWith(), toolsWith())).toEqual({ refused: 'no-account', jobs: [] })
  })

  it('keeps an identity that is already connected', () => {
    const context = contextWith({ user: userWith(), connection: connectionWith() })
    expect(associateUser(context, toolsWith())).toEqual({})
  })

  it('connects the identity of a new user without a mail', async () => {
    const context = contextWith({ user: userWith(), isNew: true })
    expect(patchOf(await associateUser(context, toolsWith()))).toEqual({
      newAssociation: true,
      connection: {
        provider: 'github',
        uid: '1815',
        username: 'ada',
        credentials: 'sealed now',
        extraData: {},
        connectedAt: NOW,
      },
      jobs: [],
    })
  })

  it('tells the owner of an account by mail about another connection', async () => {
    const { jobs = [] } = patchOf(await associateUser(contextWith({ user: userWith() }), toolsWith()))
    expect(jobs.length).toBeGreaterThan(0)
    for (const job of jobs) expect(job).toMatchObject({ task: 'sendConnectionChanged', userId: 'user-1' })
  })
})
