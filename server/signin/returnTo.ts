import type { Config } from '../config.ts'

/** The address is kept in cookies, which all have to fit into one header line. */
const MAX_LENGTH = 500

type Addresses = Pick<Config, 'origin' | 'basePath' | 'siteOrigins'>

/**
 * The safe form of `value`: a path on our origin, with query and fragment, or an address at one of
 * SITE_ORIGINS; null for anything else. `URL` parses it as browsers do, so that both read the same address.
 * Our own sign-in and sign-out addresses are excluded, because a link could chain them.
 */
export function safeReturnTo(value: unknown, addresses: Addresses): string | null {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null
  const url = parsed(value, addresses.origin)
  if (!url || url.username || url.password) return null
  const returnTo =
    url.origin === addresses.origin ? pathHere(url, addresses) : addressElsewhere(url, addresses)
  return returnTo !== null && returnTo.length <= MAX_LENGTH ? returnTo : null
}

/**
 * The safe form of `value` for a redirect: a whole address stays one on our own origin, too. The sign-in page
 * needs the path instead, because its links stay in the application.
 */
export function redirectTarget(value: unknown, addresses: Addresses): string | null {
  const safe = safeReturnTo(value, addresses)
  if (!safe?.startsWith('/') || String(value).startsWith('/')) return safe
  const whole = addresses.origin + safe
  return whole.length <= MAX_LENGTH ? whole : safe
}

/**
 * Accepts only a path or an http(s) address. The parser also accepts other forms, which other software may
 * read differently.
 */
function parsed(value: string, origin: string): URL | undefined {
  if (/^https?:\/\/[^\s\\]*$/i.test(value)) return URL.canParse(value) ? new URL(value) : undefined
  const url = value.startsWith('/') && URL.canParse(value, origin) ? new URL(value, origin) : undefined
  return url?.origin === origin ? url : undefined
}

function pathHere(url: URL, { basePath }: Addresses): string | null {
  const path = url.pathname + url.search + url.hash
  // On its own, a path that begins with two slashes would be read as a host.
  if (path.startsWith('//')) return null
  const isOurs = url.pathname.startsWith(`${basePath}/`)
  const signsInOrOut = isOurs && /^\/(auth\/|logout\/?$)/i.test(url.pathname.slice(basePath.length))
  return signsInOrOut ? null : path
}

function addressElsewhere(url: URL, { siteOrigins }: Addresses): string | null {
  return siteOrigins.includes(url.origin) ? url.href : null
}
