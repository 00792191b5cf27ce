import ipaddr from 'ipaddr.js'
import type { Context } from 'koa'
import proxyAddr from 'proxy-addr'

/** What stands for a client whose address nobody can tell. */
export const UNKNOWN = 'unknown'

/**
 * The client's address: that of the peer, or what trusted proxies (addresses and CIDRs) say in `X-Forwarded-For`, which may be
 * any text. The address nearest to this server that is not trusted counts; what stands before it came from the client.
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

/** Azure's gateway, among others, writes the port of the client behind its address. */
const WITH_PORT = /^(?:(\d{1,3}(?:\.\d{1,3}){3})|\[([\da-f:.]{2,45})\])(?::\d{1,5})?$/i

function withoutPort(address: string): string {
  const [, ipv4, ipv6] = WITH_PORT.exec(address) ?? []
  return ipv4 ?? ipv6 ?? address
}

/**
 * For counting: the address itself, or the /64 of an IPv6 one, which is what one customer usually has. An IPv4 address
 * in IPv6 clothing counts as itself. What is no address is `UNKNOWN`.
 */
export function networkOf(address: string): string {
  const parsed = parse(address)
  if (!parsed) return UNKNOWN
  return parsed.kind() === 'ipv4' ? parsed.toString() : prefixOf(parsed, 4)
}

/** For counting: the /48 of an IPv6 address, which is as much as a customer can easily get. Undefined for any other. */
export function wideNetworkOf(address: string): string | undefined {
  const parsed = parse(address)
  return parsed?.kind() === 'ipv6' ? prefixOf(parsed, 3) : undefined
}

/** For keeping: the /24 of an IPv4 address, the /48 of an IPv6 one. It tells a country from another, not a person. */
export function withoutHost(address: string): string {
  const parsed = parse(address)
  if (!parsed) return UNKNOWN
  if (parsed.kind() === 'ipv6') return prefixOf(parsed, 3)
  return `${parsed.toString().split('.').slice(0, 3).join('.')}.0/24`
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined
}

function prefixOf(address: ipaddr.IPv4 | ipaddr.IPv6, groups: number): string {
  return `${address.toNormalizedString().split(':').slice(0, groups).join(':')}::/${groups * 16}`
}
