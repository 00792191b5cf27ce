import ipaddr from 'ipaddr.js'
import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'

/** Stands for a client whose address is not known. */
export const UNKNOWN = 'unknown'

/**
 * The client's address: that of the peer, or the one in the `X-Forwarded-For` of trusted proxies (addresses
 * and CIDRs), which may be any text. The last address that is not trusted counts; the client may have sent
 * those before it.
 */
export function createClientAddress(trustedProxies: string[]): (ctx: Context) => string {
  const isTrusted = proxyAddr.compile(trustedProxies)
  return (ctx) => {
    const forwarded = ctx.get('X-Forwarded-For')
    const named = forwarded === '' ? [] : forwarded.split(',').map((part) => withoutPort(part.trim()))
    const nearestFirst = [ctx.req.socket.remoteAddress ?? '', ...named.reverse()]
    const client = nearestFirst.find((address, hop) => !isTrusted(address, hop))
    return client ?? nearestFirst.at(-1) ?? ''
  }
}

/** Some proxies, such as Azure's gateway, append the client's port to its address. */
const WITH_PORT = /^(?:(\d{1,3}(?:\.\d{1,3}){3})|\[([\da-f:.]{2,45})\])(?::\d{1,5})?$/i

function withoutPort(address: string): string {
  const [, ipv4, ipv6] = WITH_PORT.exec(address) ?? []
  return ipv4 ?? ipv6 ?? address
}

/**
 * The network for counting: an IPv4 address, or the /64 of an IPv6 one, which is what one customer usually
 * has. An IPv4-mapped IPv6 address counts as the IPv4 address. Text that is no address counts as `UNKNOWN`.
 */
export function networkOf(address: string): string {
  const parsed = parseIp(address)
  if (!parsed) return UNKNOWN
  return parsed.kind() === 'ipv4' ? parsed.toString() : prefixOf(parsed, 4)
}

/**
 * The wide network for counting: the /48 of an IPv6 address, the most that a customer easily gets. Undefined
 * for others.
 */
export function wideNetworkOf(address: string): string | undefined {
  const parsed = parseIp(address)
  return parsed?.kind() === 'ipv6' ? prefixOf(parsed, 3) : undefined
}

/**
 * The network for storing: the /24 of an IPv4 address, the /48 of an IPv6 one. It shows the region, not the
 * person.
 */
export function withoutHost(address: string): string {
  const parsed = parseIp(address)
  if (!parsed) return UNKNOWN
  if (parsed.kind() === 'ipv6') return prefixOf(parsed, 3)
  return `${parsed.toString().split('.').slice(0, 3).join('.')}.0/24`
}

function parseIp(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined
}

function prefixOf(address: ipaddr.IPv4 | ipaddr.IPv6, groups: number): string {
  return `${address.toNormalizedString().split(':').slice(0, groups).join(':')}::/${groups * 16}`
}
