import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { startGitHub } from './github.ts'
import { people } from './people.ts'
import { Visitor } from './visitor.ts'

/** The registered callback URL. No server listens there. */
export const CALLBACK = 'http://localhost:3000/auth/github/callback'
/** PKCE's code_verifier. The authorize requests carry its challenge. */
export const VERIFIER = 'a-verifier-of-at-least-forty-three-characters'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

/** Starts a GitHub stand-in for one test, with the requests that an application and a browser send to it. */
export async function gitHubClient() {
  const clock = { offset: 0 }
  const github = await startGitHub({
    people: structuredClone(people),
    clientId: 'client',
    clientSecret: 'secret',
    callbackUrls: [CALLBACK],
    now: () => Date.now() + clock.offset,
  })
  onTestFinished(() => github.close())
  const browser = new Visitor(github.url)
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
  const all = { client_id: 'client', redirect_uri: CALLBACK, scope: 'user:email', state: 's&"1', ...pkce }

  const authorizeUrl = (changes: Record<string, string | undefined> = {}) => {
    const given = Object.entries({ ...all, ...changes }).filter(([, value]) => value !== undefined)
    return `${github.url}/login/oauth/authorize?${new URLSearchParams(given as [string, string][])}`
  }
  const choose = async (person: string, changes?: Record<string, string | undefined>) =>
    new URL(await browser.choose(authorizeUrl(changes), person)).searchParams
  const exchange = async (fields: Record<string, string>, init: RequestInit = {}) => {
    const sent = { client_id: 'client', client_secret: 'secret', redirect_uri: CALLBACK, ...fields }
    const headers = { Accept: 'application/json' }
    const body = new URLSearchParams(sent)
    return fetch(`${github.url}/login/oauth/access_token`, { method: 'POST', headers, body, ...init })
  }
  const tokenOf = async (person: string, changes?: Record<string, string | undefined>): Promise<string> => {
    const code = (await choose(person, changes)).get('code') ?? ''
    const { access_token } = (await (await exchange({ code, code_verifier: VERIFIER })).json()) as Record<
      string,
      string
    >
    return access_token ?? ''
  }
  const api = (path: string, token: string) =>
    fetch(`${github.apiUrl}${path}`, { headers: { Authorization: `Bearer ${token}` } })
  return { github, clock, authorizeUrl, browser, choose, exchange, tokenOf, api }
}
