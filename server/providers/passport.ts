/**
 * Where the types of passport's strategies and their real behaviour part: the casts, in one place.
 * The published types know neither the custom state store with PKCE nor `requestTokenStore`.
 */
import type { ClientRequest } from 'node:http'
import type { Context } from 'koa'
import { z } from 'zod'
import { guardRequest } from './guardRequest.ts'
import type { HandshakeStore } from './provider.ts'

type Done = (error: unknown, ...results: unknown[]) => void

/** The Koa context behind the request that koa-passport hands to strategies. */
export function contextOf(request: unknown): Context {
  return (request as { ctx: Context }).ctx
}

/**
 * passport-oauth2's state store. It picks the calling convention by the number of parameters, so each function here
 * must keep its own: `store` five, `verify` four. The "ok" that `verify` passes on is PKCE's code_verifier.
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

/** It travels in a cookie, and browsers drop those above 4 kB (RFC 6265, 6.1). */
function isSensible(token: unknown): boolean {
  return typeof token === 'string' && token !== '' && token.length <= 500
}

/**
 * passport-oauth1's request token store. Its own keeps the token in the session and never compares it with the one
 * that comes back; `secretOf` does.
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

/** The parts of the `oauth` package's clients that are reached into. */
interface OAuth2Client {
  _clientId: string
  _clientSecret: string
  _chooseHttpLibrary(url: unknown): HttpLibrary
  _getAccessTokenUrl(): string
  _request(method: string, url: string, headers: object, body: string, token: null, done: Done): void
  getOAuthAccessToken(code: string, params: Record<string, string>, done: Done): void
  get(url: string, accessToken: string, done: (error: unknown, body?: unknown) => void): void
}
interface OAuth1Client {
  _createClient(...args: unknown[]): ClientRequest
  get(url: string, token: string, tokenSecret: string, done: (error: unknown, body?: unknown) => void): void
}
interface HttpLibrary {
  request(options: unknown): ClientRequest
}

/** The OAuth 2.0 client inside a strategy, with every request of it guarded (the package has no time-out itself). */
export function guardedOAuth2(strategy: object): OAuth2Client {
  const client = (strategy as { _oauth2: OAuth2Client })._oauth2
  const choose = client._chooseHttpLibrary.bind(client)
  client._chooseHttpLibrary = (url) => ({ request: (options) => guardRequest(choose(url).request(options)) })
  client.getOAuthAccessToken = exchangeCode
  return client
}

/** In the place of the package's own, which ends the process when the answer is JSON but no object. */
function exchangeCode(this: OAuth2Client, code: string, params: Record<string, string>, done: Done): void {
  const form = { ...params, code, client_id: this._clientId, client_secret: this._clientSecret }
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
  const post = (answer: Done) =>
    this._request(
      'POST',
      this._getAccessTokenUrl(),
      headers,
      new URLSearchParams(form).toString(),
      null,
      answer,
    )
  getText(post)
    .then((text) => tokenAnswer.parse(fieldsOf(text)))
    .then(({ access_token }) => done(null, access_token, undefined, {}), done)
}

/** JSON, or a form: GitHub's default, which a server or proxy that overlooks "Accept" falls back to. */
function fieldsOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}

/** RFC 6749, 5.1. GitHub answers 200 with `error` when it refuses a code. */
const tokenAnswer = z.object({
  error: z.undefined('the provider refused the code').optional(),
  access_token: z.string().min(1),
})

/** The OAuth 1.0a client inside a strategy, guarded alike. */
export function guardedOAuth1(strategy: object): OAuth1Client {
  const client = (strategy as { _oauth: OAuth1Client })._oauth
  const create = client._createClient.bind(client)
  client._createClient = (...args) => guardRequest(create(...args))
  return client
}

/** The operator needs the words, and nobody the tokens among them. */
const TOKEN_LIKE = /[\w~+/=-]{16,}/g

/** What of a provider's answer is looked through for tokens, and how much of it is then kept. */
const MAX_READ = 2_000
const MAX_KEPT = 200

/** A provider that answered, but not with success: the status and its body, cut short, for the operator's log. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused'
  readonly status: number

  constructor(status: number, body: unknown) {
    const words = String(body).slice(0, MAX_READ).replace(TOKEN_LIKE, '…').slice(0, MAX_KEPT)
    super(`the provider answered ${status}: ${words}`)
    this.status = status
  }
}

/**
 * Runs one `get` of an `oauth` client and returns the JSON in the answer.
 * Throws `ProviderRefused` for another status than 2xx, SyntaxError for another thing than JSON.
 */
export async function getJson(get: (done: Done) => void): Promise<unknown> {
  const text = await getText(get)
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own words quote the answer, and there may be a token in it.
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
