import { describe, expect, it } from 'vitest'
import { networkOf, wideNetworkOf } from './clientAddress.ts'

describe('networkOf', () => {
  it('keeps an IPv4 address, also as an IPv4-mapped IPv6 one', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  })

  it('counts a /64 of IPv6 as one', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2:bbbb:cccc:dddd:eeee'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
  })

  it('counts everything that is not an address as one', () => {
    expect(networkOf('evil, 192.0.2.7')).toBe(networkOf('unknown'))
  })
})

describe('wideNetworkOf', () => {
  it('is the /48 of an IPv6 address, and undefined for others', () => {
    expect(wideNetworkOf('2001:db8:1:2::1')).toBe(wideNetworkOf('2001:db8:1:ffff::1'))
    expect(wideNetworkOf('2001:db8:1::1')).not.toBe(wideNetworkOf('2001:db8:2::1'))
    for (const other of ['192.0.2.7', '::ffff:192.0.2.7', 'unknown', ''])
      expect(wideNetworkOf(other)).toBeUndefined()
  })
})
