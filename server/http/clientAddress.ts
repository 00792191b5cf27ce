import ipaddr from 'ipaddr.js'
import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'

/** Who asks: the peer's address, or what trusted proxies (addresses and CIDRs) say of it, which may be anything. */
export function createClientAddress(trustedProxies: string[]): (ctx: Context) => string {
  const isTrusted = proxyAddr.compile(trustedProxies)
  return (ctx) => proxyAddr(ctx.req, isTrusted)
}

/**
 * For counting: the address itself, or the /64 of an IPv6 one, which is what one customer usually has. An IPv4 address
 * in IPv6 clothing counts as itself.
 */
export function networkOf(address: string): string {
  // A proxy may pass on anything; what is no address counts as one and the same.
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return prefixOf(parsed, 4)
}

/** For keeping: the /24 of an IPv4 address, the /48 of an IPv6 one. It tells a country from another, not a person. */
export function withoutHost(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return `${parsed.toString().split('.').slice(0, 3).join('.')}.0/24`
  return prefixOf(parsed, 3)
}

function prefixOf(address: ipaddr.IPv4 | ipaddr.IPv6, groups: number): string {
  return `${address.toNormalizedString().split(':').slice(0, groups).join(':')}::/${groups * 16}`
}
