import '../testTexts.ts'
import { describe, expect, it } from 'vitest'
import { wordsFor } from './signInFaults.ts'
import { frontDoor, wayTo } from './wayTo.ts'

describe('why a sign-in did not happen', () => {
  it.each([
    'cancelled',
    'expired',
    'unavailable',
    'email-taken',
    'already-connected',
    'refused',
    'misconfigured',
    'locked',
    'leaving',
  ])('has words for %s', (code) => {
    expect(wordsFor(code)).toMatch(/\w.*\.$/)
  })

  it('leaves other codes to the site', () => {
    for (const code of ['staff-only', 'toString', '__proto__', '']) expect(wordsFor(code)).toBeUndefined()
  })

  it('does not say which provider the taken address belongs to', () => {
    expect(wordsFor('email-taken')).not.toMatch(/github|twitter|\bX\b/i)
  })
})

describe('the way to a provider', () => {
  it('takes along where to return to', () => {
    expect(wayTo('github')).toBe('/auth/github')
    expect(wayTo('github', '/a?b=1&c')).toBe('/auth/github?returnTo=%2Fa%3Fb%3D1%26c')
  })

  it('is still known after a try that failed', () => {
    expect(frontDoor()).toBe('/')
    expect(frontDoor('/a?b')).toBe('/?returnTo=%2Fa%3Fb')
  })
})
