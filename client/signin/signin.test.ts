import '../testTexts.ts'
import { describe, expect, it } from 'vitest'
import { isWorthRetrying, offersAnotherAccount, wordsFor } from './signInFaults.ts'
import { wayTo, wayToConnect } from './wayTo.ts'

const CODES = [
  'cancelled',
  'expired',
  'unavailable',
  'email-taken',
  'already-connected',
  'refused',
  'misconfigured',
  'locked',
  'leaving',
]

describe('the fault of a sign-in', () => {
  it.each(CODES)('has words for %s', (code) => {
    expect(wordsFor(code)).toMatch(/\w.*\.$/)
    expect(wordsFor(code, 'GitHub')).not.toMatch(/[{}]/)
  })

  it('has no words for other codes, which belong to the site’s owner', () => {
    for (const code of ['staff-only', 'toString', '__proto__', '']) expect(wordsFor(code)).toBeUndefined()
  })

  it('does not reveal which provider the taken address belongs to', () => {
    expect(wordsFor('email-taken', 'GitHub')).not.toMatch(/github|twitter|\bX\b/i)
  })

  it('offers to try again only for codes where that may help', () => {
    expect(CODES.filter(isWorthRetrying)).toEqual(['cancelled', 'expired', 'unavailable'])
    expect(isWorthRetrying('staff-only')).toBe(true)
  })

  it('offers another account if the account was the reason', () => {
    expect(CODES.filter(offersAnotherAccount)).toEqual(['email-taken', 'already-connected', 'refused'])
    expect(offersAnotherAccount(undefined)).toBe(false)
  })
})

describe('the link to a provider', () => {
  it('contains the page to return to', () => {
    expect(wayTo('github')).toBe('/auth/github')
    expect(wayTo('github', { returnTo: '/a?b=1&c' })).toBe('/auth/github?returnTo=%2Fa%3Fb%3D1%26c')
  })

  it('contains its purpose', () => {
    expect(wayToConnect('github')).toBe('/auth/github?connect=1&returnTo=%2Faccount')
    expect(wayTo('github', { chooseAccount: true })).toBe('/auth/github?chooseAccount=1')
  })
})
