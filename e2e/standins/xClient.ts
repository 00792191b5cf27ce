import { Agent } from 'node:http'
import oauth from 'oauth'
import { TwitterApi } from 'twitter-api-v2'
import { onTestFinished } from 'vitest'
import { people } from './people.ts'
import { Visitor } from './visitor.ts'
import { startX, type XApp } from './x.ts'

/** The approved callback URL. No server listens there. */
export const CALLBACK = 'http://localhost:3000/auth/twitter/callback'

interface Secret {
  token: string
  secret: string
}

interface Answer {
  status: number
  body: string
}

type TokenAnswer = Answer & Secret

/** The library passes refusals and failures as "error". */
function answerOf(error: unknown, body: unknown = ''): Answer {
  const { statusCode = 0, data } = (error ?? { statusCode: 200, data: body }) as {
    statusCode?: number
    data?: unknown
  }
  return { status: statusCode, body: String(data) }
}

/** Starts an X stand-in for one test, with the requests that an application and a browser send to it. */
export async function xClient(app: Partial<XApp> = {}) {
  const options = { people: structuredClone(people), consumerKey: 'key', consumerSecret: 'secret', app }
  const standIn = await startX({ ...options, callbackUrls: [CALLBACK] })
  onTestFinished(() => standIn.close())
  const browser = new Visitor(standIn.url)
  const clientWith = (secret: string, callback = CALLBACK) =>
    new oauth.OAuth(
      `${standIn.url}/oauth/request_token`,
      `${standIn.url}/oauth/access_token`,
      'key',
      secret,
      '1.0',
      callback,
      'HMAC-SHA1',
    )
  const requestToken = (client = clientWith('secret'), access = 'write') =>
    new Promise<TokenAnswer>((resolve) => {
      client.getOAuthRequestToken({ x_auth_access_type: access }, (error, token, secret) =>
        resolve({ ...answerOf(error), token, secret }),
      )
    })
  const choose = async (token: string, person: string) =>
    new URL(await browser.choose(`${standIn.url}/oauth/authenticate?oauth_token=${token}`, person))
      .searchParams
  const exchange = (request: Secret, verifier: string) =>
    new Promise<TokenAnswer>((resolve) => {
      const { token, secret } = request
      clientWith('secret').getOAuthAccessToken(token, secret, verifier, (error, accessToken, accessSecret) =>
        resolve({ ...answerOf(error), token: accessToken, secret: accessSecret }),
      )
    })
  const signIn = async (person: string, access = 'write') => {
    const request = await requestToken(clientWith('secret'), access)
    const verifier = (await choose(request.token, person)).get('oauth_verifier') ?? ''
    return exchange(request, verifier)
  }
  const get = (path: string, { token, secret }: Secret) =>
    new Promise<Answer>((resolve) => {
      const url = `${standIn.url}${path}`
      clientWith('secret').get(url, token, secret, (error, body) => resolve(answerOf(error, body)))
    })
  const api = (token: Secret) => apiOf(standIn.url, token)
  return { standIn, browser, clientWith, requestToken, choose, exchange, signIn, get, api }
}

function apiOf(url: string, { token, secret }: Secret): TwitterApi {
  const tokens = { appKey: 'key', appSecret: 'secret', accessToken: token, accessSecret: secret }
  const client = new TwitterApi(tokens, { httpAgent: new Agent() })
  setPrefix(client.v1, `${url}/1.1/`)
  setPrefix(client.v2, `${url}/2/`)
  return client
}

/** `setPrefix` is protected in the types only; the library has no public way to change the URL. */
function setPrefix(api: object, prefix: string): void {
  ;(api as { setPrefix(prefix: string): void }).setPrefix(prefix)
}
