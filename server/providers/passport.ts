/**
 * All casts of passport's strategies and of the `oauth` package below them. The published types lack the
 * custom state store with PKCE, `requestTokenStore`, and the internals used here.
 */
import type { ClientRequest } from 'node:http'
import type { Context } from 'koa'
import { guardRequest } from './guardRequest.ts'
import type { Grant, HandshakeStore } from './provider.ts'
import { ProviderRefused } from './providerErrors.ts'

type Done = (error: unknown, ...results: unknown[]) => void

/** The Koa context behind the request that koa-passport hands to strategies. */
export function contextOf(request: unknown): Context {
  return (request as { ctx: Context }).ctx
}

/**
 * passport-oauth2's state store. passport-oauth2 picks the calling convention by the number of parameters, so
 * each function here must keep its number: `store` five, `verify` four. The "ok" that `verify` passes is
 * PKCE's code_verifier.
 */
export function stateStore(handshakes: HandshakeStore, newState: () => string): never {
  const store = {
    store(request: unknown, codeVerifier: string, _state: unknown, _meta: unknown, done: Done) {
      const state = newState()
      handshakes.begin(request, state, codeVerifier).then(() => done(null, state), done)
    },
    verify(request: unknown, state: string, _meta: unknown, done: Done) {
      const codeVerifier = handshakes.secretOf(request, state)
      done(null, codeVerifier ?? false, codeVerifier ? undefined : { message: 'no such handshake' })
    },
  }
  return store as never
}

/** Whether a token fits into a handshake's cookie: browsers drop cookies above 4 kB (RFC 6265, 6.1). */
function isSensible(token: unknown): boolean {
  return typeof token === 'string' && token !== '' && token.length <= 500
}

/**
 * passport-oauth1's request token store. The package's own store keeps the token in the session and never
 * compares it with the token that comes back; `secretOf` compares them.
 */
export function requestTokenStore(handshakes: HandshakeStore) {
  return {
    set(request: unknown, token: string, tokenSecret: string, done: Done) {
      if (![token, tokenSecret].every(isSensible))
        return done(new Error('the provider gave no usable request token'))
      handshakes.begin(request, token, tokenSecret).then(() => done(null), done)
    },
    get(request: unknown, token: string, done: Done) {
      done(null, handshakes.secretOf(request, token))
    },
    destroy(_request: unknown, _token: string, done: Done) {
      done(null)
    },
  }
}

/** The members of the `oauth` package's OAuth 2.0 client that other files use. */
interface OAuth2Client {
  get(url: string, accessToken: string, done: (error: unknown, body?: unknown) => void): void
}
interface OAuth2Internals extends OAuth2Client {
  _clientId: string
  _clientSecret: string
  _chooseHttpLibrary(url: unknown): HttpLibrary
  _getAccessTokenUrl(): string
  _request(method: string, url: string, headers: object, body: string, token: null, done: Done): void
  getOAuthAccessToken(code: string, params: Record<string, string>, done: Done): void
  useAuthorizationHeaderforGET(isUsed: boolean): void
}
interface OAuth1Client {
  _createClient(...args: unknown[]): ClientRequest
  get(url: string, token: string, tokenSecret: string, done: (error: unknown, body?: unknown) => void): void
}
interface HttpLibrary {
  request(options: unknown): ClientRequest
}

/**
 * The OAuth 2.0 client inside a strategy. Every request of it is guarded, because the package has no
 * time-out. `readTokens` reads the text of the token endpoint's answer; the strategy's verify callback gets
 * its result.
 */
export function guardedOAuth2(strategy: object, readTokens: (text: string) => TokenAnswer): OAuth2Client {
  const client = (strategy as { _oauth2: OAuth2Internals })._oauth2
  const choose = client._chooseHttpLibrary.bind(client)
  client._chooseHttpLibrary = (url) => ({ request: (options) => guardRequest(choose(url).request(options)) })
  // By default the package puts the token into the URL.
  client.useAuthorizationHeaderforGET(true)
  // Replaces the package's own function, which crashes the process when the answer is JSON but not an object.
  client.getOAuthAccessToken = (code, params, done) => {
    const form = { ...params, code, client_id: client._clientId, client_secret: client._clientSecret }
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
    const body = new URLSearchParams(form).toString()
    const post = (answer: Done) =>
      client._request('POST', client._getAccessTokenUrl(), headers, body, null, answer)
    getText(post)
      .then(readTokens)
      .then((tokens) => done(null, tokens.access_token, tokens.refresh_token, tokens), done)
  }
  return client
}

/**
 * The used fields of a successful answer of a token endpoint (RFC 6749, 5.1). Only GitHub sends the last one.
 */
export interface TokenAnswer {
  access_token: string
  refresh_token?: string | undefined
  /** Seconds. */
  expires_in?: number | undefined
  /** Seconds. */
  refresh_token_expires_in?: number | undefined
}

/**
 * Lets `faultOf` choose the error with which a strategy fails after a failed token request. By default a
 * strategy wraps the error in an InternalOAuthError, and the log loses the provider's words.
 */
export function mapTokenErrors(strategy: object, faultOf: (error: Error) => Error): void {
  const internals = strategy as { _createOAuthError(message: string, error: unknown): Error }
  internals._createOAuthError = (_message, error) => faultOf(asError(error))
}

/** The OAuth 1.0a client inside a strategy. Every request of it is guarded. */
export function guardedOAuth1(strategy: object): OAuth1Client {
  const client = (strategy as { _oauth: OAuth1Client })._oauth
  const create = client._createClient.bind(client)
  client._createClient = (...args) => guardRequest(create(...args))
  return client
}

/**
 * The person that `userProfile` of our strategies passes on; the published types expect passport's own
 * profile.
 */
export function personOf(profile: unknown): Omit<Grant, 'credentials'> {
  return profile as Omit<Grant, 'credentials'>
}

/** Sets the URL to which an OAuth 1.0a strategy redirects the browser. */
export function setAuthorizationUrl(strategy: object, url: string): void {
  ;(strategy as { _userAuthorizationURL: string })._userAuthorizationURL = url
}

/**
 * Runs one `get` of an `oauth` client and returns the JSON of the answer. Throws `ProviderRefused` for a
 * status other than 2xx, SyntaxError when the answer is not JSON.
 */
export async function getJson(get: (done: Done) => void): Promise<unknown> {
  const text = await getText(get)
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the answer, which may contain a token.
    throw new SyntaxError('the provider’s answer is not JSON')
  }
}

function getText(get: (done: Done) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    get((error, body) => (error ? reject(asError(error)) : resolve(String(body))))
  })
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error
  const { statusCode, data } = error as { statusCode?: number; data?: unknown }
  return new ProviderRefused(statusCode ?? 0, data)
}
