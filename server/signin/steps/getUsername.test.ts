import { describe, expect, it } from 'vitest'
import { getUsername } from './getUsername.ts'
import { ADA, accountWith, contextWith, toolsWith, userWith } from './testContext.ts'

const DAY_MS = 24 * 3_600_000

function tombstone(identity: string, daysAgo: number) {
  const deletedAt = new Date(Date.parse(contextWith().now) - daysAgo * DAY_MS).toISOString()
  return { userId: 'gone', deletedAt, identities: [`(${identity})`], username: '(ada)' }
}

describe('getUsername', () => {
  it('leaves an existing user alone', async () => {
    expect(await getUsername(contextWith({ user: userWith() }), toolsWith())).toEqual({})
  })

  it('uses the name at the provider, without blanks and not too long', async () => {
    const named = (username: string) =>
      getUsername(contextWith({ profile: { ...ADA, username } }), toolsWith())
    expect(await named('ada')).toEqual({ username: 'ada' })
    expect(await named('ada  of\tLovelace')).toEqual({ username: 'ada-of-Lovelace' })
    expect(await named('a'.repeat(100))).toEqual({ username: 'a'.repeat(60) })
    expect(await named(`${'a'.repeat(59)}👩`), 'not half a letter').toEqual({ username: 'a'.repeat(59) })
  })

  it('adds a suffix when the name is taken, however it is spelled', async () => {
    const accounts = [accountWith({ username: 'ADA' }), accountWith({ username: 'ada-2' })]
    expect(await getUsername(contextWith(), toolsWith({ accounts }))).toEqual({ username: 'ada-3' })
  })

  it('adds a random suffix when all counted names are taken', async () => {
    const names = ['ada', ...Array.from({ length: 8 }, (_, index) => `ada-${index + 2}`)]
    const accounts = names.map((username) => accountWith({ username }))
    const { username } = (await getUsername(contextWith(), toolsWith({ accounts }))) as { username: string }
    expect(names).not.toContain(username)
    expect(username).toMatch(/^ada-\d+$/)
  })

  it('reserves the name of a deleted account for its own identity', async () => {
    const others = toolsWith({ tombstones: [tombstone('github:66', 30)] })
    expect(await getUsername(contextWith(), others)).toEqual({ username: 'ada-2' })
    const own = toolsWith({ tombstones: [tombstone('github:1815', 30)] })
    expect(await getUsername(contextWith(), own)).toEqual({ username: 'ada' })
  })

  it('frees the name after AUDIT_DAYS', async () => {
    const tools = (daysAgo: number) => toolsWith({ tombstones: [tombstone('github:66', daysAgo)] })
    expect(await getUsername(contextWith(), tools(89.9))).toEqual({ username: 'ada-2' })
    expect(await getUsername(contextWith(), tools(90.1))).toEqual({ username: 'ada' })
  })
})
