/** Where one lands after signing in, unless told otherwise. */
export const HOME = '/account'

/**
 * The path on this site that `value` names, with query and fragment, else `HOME`. Read by the same parser as browsers
 * use, so that both mean the same. Not to what itself signs in or out: a link could chain them.
 */
export function safeReturnTo(value: unknown, publicUrl: string): string {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, publicUrl)) return HOME
  const url = new URL(value, publicUrl)
  const path = url.pathname + url.search + url.hash
  // A path that begins with two slashes would be read as a host when it comes alone.
  const staysHere = url.origin === publicUrl && !path.startsWith('//')
  return staysHere && !/^\/(auth\/|logout$)/i.test(url.pathname) ? path : HOME
}
