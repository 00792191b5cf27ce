import { describe, expect, it } from 'vitest'
import { CookieJar } from './cookieJar.ts'

function jarWith(...setCookies: string[]): CookieJar {
  const jar = new CookieJar()
  jar.keep(setCookies, '/auth/github')
  return jar
}

describe('CookieJar', () => {
  it('sends the cookies it was given, also values that contain =', () => {
    expect(jarWith('a=1; Path=/; HttpOnly', 'b=x==; Path=/; Secure').headerFor('/any')).toBe('a=1; b=x==')
  })

  it('sends a cookie below its path only, which defaults to the path of the request', () => {
    const jar = jarWith('a=1; Path=/auth', 'b=2')
    expect([
      jar.headerFor('/auth'),
      jar.headerFor('/auth/x'),
      jar.headerFor('/authors'),
      jar.headerFor('/'),
    ]).toEqual(['a=1; b=2', 'a=1; b=2', '', ''])
  })

  it('forgets expired cookies; Max-Age takes precedence over Expires', () => {
    const jar = jarWith(
      'a=1; Path=/',
      'b=2; Path=/',
      'c=3; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    )
    jar.keep(['a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=2; Path=/; Max-Age=0'], '/')
    expect([...jar.values]).toEqual([['c', '3']])
  })

  it('accepts a __Host- cookie only if it is Secure, has the path / and no Domain', () => {
    const jar = jarWith(
      '__Host-a=1; Path=/; Secure',
      '__Host-b=1; Path=/',
      '__Host-c=1; Path=/auth; Secure',
      '__Host-d=1; Path=/; Secure; Domain=localhost',
    )
    expect([...jar.values.keys()]).toEqual(['__Host-a'])
  })
})
