interface Terms {
  path: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/**
 * The cookies of one browser for one site (RFC 6265). The jar obeys paths, expiry and the `__Host-` prefix. It ignores
 * Secure, because the site under test runs on this machine without TLS.
 */
export class CookieJar {
  /** Values by name. Tests may change them. */
  readonly values = new Map<string, string>()
  readonly #terms = new Map<string, Terms>()

  /** Keeps the cookies from the Set-Cookie headers of an answer to a request for `path`. */
  keep(setCookies: readonly string[], path: string): void {
    for (const setCookie of setCookies) this.#keepOne(setCookie, path)
  }

  /** The Cookie header for a request to `path`; empty when no cookie matches. */
  headerFor(path: string): string {
    const now = Date.now()
    const sent = [...this.values].filter(([name]) => {
      const { path: below, expiresAt } = this.#terms.get(name) ?? {
        path: '/',
        expiresAt: Number.POSITIVE_INFINITY,
      }
      return expiresAt > now && liesBelow(path, below)
    })
    return sent.map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keepOne(setCookie: string, path: string): void {
    const [pair = '', ...rest] = setCookie.split(/;\s*/)
    const [name = '', value = ''] = pair.split(/=(.*)/)
    const attributes = new Map(rest.map((attribute) => split(attribute)))
    const terms = { path: attributes.get('path') || defaultPath(path), expiresAt: expiryOf(attributes) }
    const isHost = attributes.has('secure') && terms.path === '/' && !attributes.has('domain')
    if (name.startsWith('__Host-') && !isHost) return
    const isGone = terms.expiresAt <= Date.now()
    if (isGone) this.values.delete(name)
    else this.values.set(name, value)
    this.#terms.set(name, terms)
  }
}

function split(attribute: string): [string, string] {
  const [name = '', value = ''] = attribute.split(/=(.*)/)
  return [name.toLowerCase(), value]
}

/** When the cookie expires, in Unix ms. Max-Age takes precedence over Expires (RFC 6265, 5.3). */
function expiryOf(attributes: ReadonlyMap<string, string>): number {
  const maxAge = attributes.get('max-age')
  if (maxAge !== undefined) return Date.now() + Number(maxAge) * 1_000
  const expires = attributes.get('expires')
  return expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
}

/** The path of a cookie without a Path attribute (RFC 6265, 5.1.4). */
function defaultPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

function liesBelow(path: string, cookiePath: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.replace(/\/?$/, '/'))
}
