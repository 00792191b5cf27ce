import { describe, expect, it } from 'vitest'
import { homeAfterSignIn, homeOf, homeOfSite } from './home.ts'

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

describe('homeAfterSignIn', () => {
  it('is HOME_URL as it was set, and the path of the account page without it', () => {
    const site = { origin: SITE, publicUrl: `${SITE}/door` }
    expect(homeAfterSignIn({ ...site, homeUrl: `${SITE}/?a=1` })).toBe(`${SITE}/?a=1`)
    expect(homeAfterSignIn({ ...site, homeUrl: `${SITE}/door/account` })).toBe('/door/account')
  })
})
