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

describe('why a sign-in did not happen', () => {
  it.each(CODES)('has words for %s', (code) => {
    expect(wordsFor(code)).toMatch(/\w.*\.$/)
    expect(wordsFor(code, 'GitHub')).not.toMatch(/[{}]/)
  })

  it('leaves other codes to the site', () => {
    for (const code of ['staff-only', 'toString', '__proto__', '']) expect(wordsFor(code)).toBeUndefined()
  })

  it('does not say which provider the taken address belongs to', () => {
    expect(wordsFor('email-taken', 'GitHub')).not.toMatch(/github|twitter|\bX\b/i)
  })

  it('offers the same try again only where that may help', () => {
    expect(CODES.filter(isWorthRetrying)).toEqual(['cancelled', 'expired', 'unavailable'])
    expect(isWorthRetrying('staff-only')).toBe(true)
  })

  it('offers another account where the account was the trouble', () => {
    expect(CODES.filter(offersAnotherAccount)).toEqual(['email-taken', 'already-connected', 'refused'])
    expect(offersAnotherAccount(undefined)).toBe(false)
  })
})

describe('the way to a provider', () => {
  it('takes along where to return to', () => {
    expect(wayTo('github')).toBe('/auth/github')
    expect(wayTo('github', { returnTo: '/a?b=1&c' })).toBe('/auth/github?returnTo=%2Fa%3Fb%3D1%26c')
  })

  it('says what it is for', () => {
    expect(wayToConnect('github')).toBe('/auth/github?connect=1&returnTo=%2Faccount')
    expect(wayTo('github', { chooseAccount: true })).toBe('/auth/github?chooseAccount=1')
  })
})
