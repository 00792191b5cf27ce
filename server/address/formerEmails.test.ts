import { describe, expect, it } from 'vitest'
import { addressNamed, recentlyFormer, withEmail } from './formerEmails.ts'

const on = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString()
const ada = { email: 'ada@example.org', formerEmails: [] }

describe('the former addresses of an account', () => {
  it('are kept when another replaces them, newest first', () => {
    const changed = withEmail(withEmail(ada, 'countess@example.org', on(1)), 'byron@example.org', on(2))
    expect(changed).toEqual({
      email: 'byron@example.org',
      formerEmails: [
        { address: 'countess@example.org', until: on(2) },
        { address: 'ada@example.org', until: on(1) },
      ],
    })
  })

  it('are empty for a first address', () => {
    expect(withEmail({ email: null, formerEmails: [] }, 'ada@example.org', on(1))).toEqual(ada)
  })

  it('do not contain the current one, in any spelling', () => {
    expect(withEmail(ada, 'Ada@Example.org', on(1))).toEqual({ email: 'Ada@Example.org', formerEmails: [] })
    const back = withEmail(withEmail(ada, 'countess@example.org', on(1)), 'ADA@example.org', on(2))
    expect(back.formerEmails).toEqual([{ address: 'countess@example.org', until: on(2) }])
  })

  it('are removed after 30 days', () => {
    const changed = withEmail(ada, 'countess@example.org', on(1))
    expect(recentlyFormer(changed, on(31))).toHaveLength(1)
    expect(recentlyFormer(changed, on(32))).toEqual([])
    expect(withEmail(changed, 'byron@example.org', on(32)).formerEmails).toEqual([
      { address: 'countess@example.org', until: on(32) },
    ])
  })

  it('are listed once each', () => {
    const formerEmails = [on(3), on(2)].map((until) => ({ address: 'a@example.org', until }))
    expect(recentlyFormer({ formerEmails }, on(4))).toEqual([{ address: 'a@example.org', until: on(3) }])
  })

  it('are identified by the time of their replacement', () => {
    const changed = withEmail(ada, 'countess@example.org', on(1))
    expect(addressNamed(changed, null)).toBe('countess@example.org')
    expect(addressNamed(changed, on(1))).toBe('ada@example.org')
    expect(addressNamed(changed, on(2))).toBeNull()
  })

  it('have distinct times, even when two were replaced in the same millisecond', () => {
    const changed = withEmail(withEmail(ada, 'countess@example.org', on(1)), 'byron@example.org', on(1))
    const named = recentlyFormer(changed, on(1)).map(({ until }) => addressNamed(changed, until))
    expect(named).toEqual(['countess@example.org', 'ada@example.org'])
  })
})
