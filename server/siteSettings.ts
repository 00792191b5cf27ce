/**
 * The settings about the site next to Doorman, and about who may use its APIs. Faults are added to zod's
 * context.
 */
import { z } from 'zod'
import type { Identity } from './store/account.ts'

/** The URL at which browsers reach Doorman. */
export interface PublicUrl {
  /** Without a trailing slash: `https://www.example.com/door`. */
  publicUrl: string
  /** `https://www.example.com` */
  origin: string
  /** `/door`, or empty when Doorman has the whole origin. */
  basePath: string
}

/** The site's webhook receiver. */
export interface Webhook {
  url: string
  /** The keys of the signatures, newest first. */
  secrets: readonly string[]
}

/** A path without dot segments, encoding, or anything that a proxy could read differently. */
const PLAIN_PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/

/** Parses an http or https URL without query, fragment, credentials or unusual characters in its path. */
export function toPublicUrl(value: string, context: z.RefinementCtx): PublicUrl {
  const url = URL.canParse(value) ? new URL(value) : undefined
  // The path as typed: the parser has already resolved its dot segments.
  const path = value.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !url.username && !url.password && PLAIN_PATH.test(path)
  if (!isPlain || /[?#]/.test(value)) {
    context.addIssue('must look like https://www.example.com or https://www.example.com/door')
    return z.NEVER
  }
  return publicUrlOf(url)
}

/** Splits the URL into its parts. */
export function publicUrlOf(url: URL): PublicUrl {
  const basePath = url.pathname.replace(/\/+$/, '')
  return { publicUrl: url.origin + basePath, origin: url.origin, basePath }
}

/** Parses origins without paths, separated by commas. */
export function toOrigins(value: string, context: z.RefinementCtx): string[] {
  const given = listOf(value)
  if (given.every(isOrigin)) return given.map((origin) => new URL(origin).origin)
  context.addIssue('must be origins separated by commas, such as https://www.example.com, without paths')
  return z.NEVER
}

function isOrigin(value: string): boolean {
  return /^https?:\/\/[^/\\?#@*\s]+\/?$/i.test(value) && URL.canParse(value)
}

/** Parses a domain of at least two labels, such as `example.com`, and returns it in lower case. */
export function toCookieDomain(value: string, context: z.RefinementCtx): string {
  const domain = value.toLowerCase().replace(/^\./, '')
  const isName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain)
  if (isName) return domain
  context.addIssue('must be a domain with a dot in it, such as example.com')
  return z.NEVER
}

/** Whether a page at `host` may set cookies for the domain (RFC 6265, 5.1.3). */
export function isParentDomain(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** Parses `provider:uid` pairs, separated by commas. */
export function toOperators(value: string, context: z.RefinementCtx): Identity[] {
  const given = listOf(value).map((text) => /^([a-z0-9-]+):([^\s;]+)$/.exec(text))
  if (given.every((match) => match !== null)) {
    return given.map(([, provider = '', uid = '']) => ({ provider, uid }))
  }
  context.addIssue('must look like github:583231,twitter:2244994945: provider and uid, never a name')
  return z.NEVER
}

/**
 * Parses secrets of Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes; two during a rotation,
 * separated by a comma.
 */
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

/** Whether a program's token is long enough not to be guessed. */
export function isLongToken(value: string): boolean {
  return value.length >= 32
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}
