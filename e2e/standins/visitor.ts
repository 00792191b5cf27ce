const TIMEOUT_MS = 15_000

/** Somebody with a browser of their own: cookies are kept, redirects are followed by hand. */
export class Visitor {
  readonly #site: string
  readonly cookies = new Map<string, string>()

  constructor(site: string) {
    this.#site = site
  }

  /** Asks the site for a path, or any address; cookies go to the site only. */
  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.#site)
    const headers = new Headers(init.headers)
    const isSite = url.origin === new URL(this.#site).origin
    if (isSite && this.cookies.size > 0) {
      headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    }
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { redirect: 'manual', signal, ...init, headers })
    if (isSite) for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  get(address: string, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { headers })
  }

  /** Posts a form. */
  post(address: string, fields: Record<string, string> = {}, headers: HeadersInit = {}): Promise<Response> {
    return this.fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  /** Goes to the provider: the address of its consent page. Throws when the site sends elsewhere. */
  async begin(provider: string, query = ''): Promise<string> {
    const response = await this.get(`/auth/${provider}${query}`)
    const location = response.headers.get('location') ?? ''
    if (response.status !== 302 || location.startsWith('/')) {
      throw new Error(`no way to ${provider}: ${response.status} ${location}`)
    }
    return location
  }

  /** Consents as a person (by key), or refuses (empty): the address of the site's callback. */
  async choose(consentPage: string, person: string): Promise<string> {
    const text = await (await this.get(consentPage)).text()
    const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
    const form = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]))
    const response = await this.post(consentPage, { ...form, person })
    return response.headers.get('location') ?? ''
  }

  /** The whole way in; the answer of the site's callback. */
  async signIn(provider: string, person: string, query = ''): Promise<Response> {
    return this.get(await this.choose(await this.begin(provider, query), person))
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(/;\s*/)
    const [name = '', value = ''] = pair.split(/=(.*)/)
    const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice('expires='.length)
    if (value === '' || (expires && Date.parse(expires) < Date.now())) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
