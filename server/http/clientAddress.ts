import ipaddr from 'ipaddr.js'
import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'

/**
 * Who asks, for counting: the peer's address, or what trusted proxies (addresses and CIDRs) say of it. One IPv6
 * customer usually has a whole /64, so that is what counts.
 */
export function createClientAddress(trustedProxies: string[]): (ctx: Context) => string {
  const isTrusted = proxyAddr.compile(trustedProxies)
  return (ctx) => networkOf(proxyAddr(ctx.req, isTrusted))
}

/** The address itself, or the /64 of an IPv6 one; an IPv4 address in IPv6 clothing counts as itself. */
export function networkOf(address: string): string {
  // A proxy may pass on anything; what is no address counts as one and the same.
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}
