/** The settings that say where Doorman stands beside the site, and who may ask it what. Faults go into zod's context. */
import { z } from 'zod'
import type { Identity } from './store/account.ts'

/** Where browsers reach Doorman. */
export interface PublicUrl {
  /** Without a trailing slash: `https://www.example.com/door`. */
  publicUrl: string
  /** `https://www.example.com` */
  origin: string
  /** `/door`, or empty when Doorman has the whole origin. */
  basePath: string
}

/** Where the site's webhook receiver is. */
export interface Webhook {
  url: string
  /** The keys of the signatures, the newest first. */
  secrets: readonly string[]
}

/** Above what a path may hold: no dot segments, no encoding, nothing that a proxy could read differently. */
const PLAIN_PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/

/** An http or https address without query, fragment, credentials or unusual characters in its path. */
export function toPublicUrl(value: string, context: z.RefinementCtx): PublicUrl {
  const url = URL.canParse(value) ? new URL(value) : undefined
  // The path as typed: the parser would already have resolved its dot segments.
  const path = value.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && PLAIN_PATH.test(path)
  if (!isPlain || /[?#]/.test(value)) {
    context.addIssue('must look like https://www.example.com or https://www.example.com/door')
    return z.NEVER
  }
  return publicUrlOf(url)
}

/** The same in parts. */
export function publicUrlOf(url: URL): PublicUrl {
  const basePath = url.pathname.replace(/\/+$/, '')
  return { publicUrl: url.origin + basePath, origin: url.origin, basePath }
}

/** Origins separated by commas, without paths. */
export function toOrigins(value: string, context: z.RefinementCtx): string[] {
  const given = listOf(value)
  if (given.every(isOrigin)) return given.map((origin) => new URL(origin).origin)
  context.addIssue('must be origins separated by commas, such as https://www.example.com, without paths')
  return z.NEVER
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, origin } = new URL(value)
  return /^https?:$/.test(protocol) && [origin, `${origin}/`].includes(value.toLowerCase())
}

/** `example.com` in lower case: a name of at least two labels. */
export function toCookieDomain(value: string, context: z.RefinementCtx): string {
  const domain = value.toLowerCase().replace(/^\./, '')
  const isName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain)
  if (isName) return domain
  context.addIssue('must be a domain with a dot in it, such as example.com')
  return z.NEVER
}

/** Whether cookies of a page at `host` may be set for the domain (RFC 6265, 5.1.3). */
export function isParentDomain(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** `provider:uid` separated by commas. */
export function toOperators(value: string, context: z.RefinementCtx): Identity[] {
  const given = listOf(value).map((text) => /^([a-z0-9-]+):(\S+)$/.exec(text))
  if (given.every((match) => match !== null)) {
    return given.map(([, provider = '', uid = '']) => ({ provider, uid }))
  }
  context.addIssue('must look like github:583231,twitter:2244994945: provider and uid, never a name')
  return z.NEVER
}

/** Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes; two separated by a comma to rotate. */
export function toWebhookSecrets(value: string, context: z.RefinementCtx): string[] {
  const secrets = listOf(value)
  const isSecret = (text: string) => {
    const key = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1]
    const bytes = key === undefined ? 0 : Buffer.from(key, 'base64').length
    return bytes >= 24 && bytes <= 64
  }
  if (secrets.length >= 1 && secrets.length <= 2 && secrets.every(isSecret)) return secrets
  context.addIssue('must be whsec_ and base64 of 24 to 64 bytes; two separated by a comma to rotate')
  return z.NEVER
}

/** A token that programs send; long enough not to be guessed. */
export function isLongToken(value: string): boolean {
  return value.length >= 32
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}
