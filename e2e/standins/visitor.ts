import { CookieJar } from './cookieJar.ts'

const TIMEOUT_MS = 15_000

/** Somebody with a browser of their own: cookies are kept, redirects are followed by hand. */
export class Visitor {
  readonly #site: string
  readonly #jar = new CookieJar()

  constructor(site: string) {
    this.#site = site
  }

  /** The site's cookies by name, to look at and to tamper with. */
  get cookies(): Map<string, string> {
    return this.#jar.values
  }

  /** Asks the site for a path, or any address; cookies go to the site only. */
  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.#site)
    const headers = new Headers(init.headers)
    const isSite = url.origin === new URL(this.#site).origin
    const cookies = isSite ? this.#jar.headerFor(url.pathname) : ''
    if (cookies) headers.set('Cookie', cookies)
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { redirect: 'manual', signal, ...init, headers })
    if (isSite) this.#jar.keep(response.headers.getSetCookie(), url.pathname)
    return response
  }

  get(address: string, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { headers })
  }

  /** Posts a form. */
  post(address: string, fields: Record<string, string> = {}, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  /**
   * Goes to the provider: the address of its consent page. `query` is that of the site's `/auth/PROVIDER`.
   * Throws when the site sends elsewhere.
   */
  async begin(provider: string, query: string | { returnTo?: string } = ''): Promise<string> {
    const search = typeof query === 'string' ? query : `?${new URLSearchParams(query)}`
    const response = await this.get(`/auth/${provider}${search}`)
    const location = response.headers.get('location') ?? ''
    if (response.status !== 302 || location.startsWith('/')) {
      throw new Error(`no way to ${provider}: ${response.status} ${location}`)
    }
    return location
  }

  /** Consents as a person (by key), or refuses (empty): the address of the site's callback. */
  async choose(consentPage: string, person: string): Promise<string> {
    const text = await (await this.get(consentPage)).text()
    const response = await this.post(consentPage, { ...hiddenFields(text), person })
    const location = response.headers.get('location')
    if (!location) throw new Error(`no consent to be had: ${response.status} ${await response.text()}`)
    return location
  }

  /** The whole way in; the answer of the site's callback. */
  async signIn(
    provider: string,
    person: string,
    query: string | { returnTo?: string } = '',
  ): Promise<Response> {
    return this.get(await this.choose(await this.begin(provider, query), person))
  }

  /** The whole way, but for consent; the answer of the site's callback. */
  refuse(provider: string): Promise<Response> {
    return this.signIn(provider, '')
  }
}

function hiddenFields(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries(
    [...fields].map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
  )
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
