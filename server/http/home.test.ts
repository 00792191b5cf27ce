import { describe, expect, it } from 'vitest'
import { homeOf, homeOfSite } from './home.ts'

const SITE = 'https://dif.io'
const APP = 'https://app.dif.io'

describe('homeOf', () => {
  it.each([
    [`${SITE}/door/account`, '/door/account'],
    ['/members?a=1', '/members?a=1'],
    [`${APP}/start`, `${APP}/start`],
  ])('of %s is %s', (homeUrl, expected) => {
    expect(homeOf({ homeUrl, origin: SITE })).toBe(expected)
  })
})

describe('homeOfSite', () => {
  it('is HOME_URL, and nothing when that is the account page', () => {
    const publicUrl = `${SITE}/door`
    expect(homeOfSite({ publicUrl, homeUrl: `${SITE}/` })).toBe(`${SITE}/`)
    expect(homeOfSite({ publicUrl, homeUrl: `${publicUrl}/account` })).toBeNull()
  })
})
