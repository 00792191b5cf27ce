/** Where one lands after signing in, unless told otherwise. */
export const HOME = '/account'

/** It travels in a cookie, and browsers drop those above 4 kB (RFC 6265, 6.1). */
const MAX_LENGTH = 1_000

/**
 * The path on this site that `value` names, with query and fragment, else `HOME`. Read by the same parser as browsers
 * use, so that both mean the same. Not to what itself signs in or out: a link could chain them.
 */
export function safeReturnTo(value: unknown, publicUrl: string): string {
  // Not even parsed: IDNA takes time with the square of the length.
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return HOME
  if (!value.startsWith('/') || !URL.canParse(value, publicUrl)) return HOME
  const url = new URL(value, publicUrl)
  const path = url.pathname + url.search + url.hash
  // A path that begins with two slashes would be read as a host when it comes alone.
  const staysHere = url.origin === publicUrl && !path.startsWith('//')
  const signsInOrOut = /^\/(auth\/|logout\/?$)/i.test(url.pathname)
  return staysHere && !signsInOrOut && path.length <= MAX_LENGTH ? path : HOME
}
