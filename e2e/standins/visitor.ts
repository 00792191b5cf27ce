import { CookieJar } from './cookieJar.ts'

const TIMEOUT_MS = 15_000

/** A visitor with a browser of their own. It keeps cookies and does not follow redirects. */
export class Visitor {
  readonly #site: string
  readonly #jar = new CookieJar()

  constructor(site: string) {
    this.#site = site
  }

  /** The site's cookies by name. Tests may change them. */
  get cookies(): Map<string, string> {
    return this.#jar.values
  }

  /** Requests a path of the site, or any URL. Only the site gets the cookies. Throws after 15 s without an answer. */
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

  /** Requests a path of the site, or any URL, with GET. */
  get(address: string, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { headers })
  }

  /** Posts a form. */
  post(address: string, fields: Record<string, string> = {}, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  /**
   * Starts a sign-in at the site's `/auth/PROVIDER` with `query`. Returns the URL of the provider's consent page.
   * Throws when the site does not redirect to a provider.
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

  /**
   * Consents as the person with this key, or refuses (''). Returns the URL of the site's callback. Throws when the
   * provider does not redirect.
   */
  async choose(consentPage: string, person: string): Promise<string> {
    const text = await (await this.get(consentPage)).text()
    const response = await this.post(consentPage, { ...hiddenFields(text), person })
    const location = response.headers.get('location')
    if (!location)
      throw new Error(`the provider did not redirect: ${response.status} ${await response.text()}`)
    return location
  }

  /** Signs in as a person. Returns the answer of the site's callback. */
  async signIn(
    provider: string,
    person: string,
    query: string | { returnTo?: string } = '',
  ): Promise<Response> {
    return this.get(await this.choose(await this.begin(provider, query), person))
  }

  /** Starts a sign-in and refuses consent. Returns the answer of the site's callback. */
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
