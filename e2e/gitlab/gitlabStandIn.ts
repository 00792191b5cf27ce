import { createHash, randomUUID } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { choosing } from '../standins/choosing.ts'
import { page } from '../standins/page.ts'
import { type Person, people } from '../standins/people.ts'
import { Refusal } from '../standins/refusal.ts'
import { startStandIn } from '../standins/standIn.ts'

const FRAME = { name: 'GitLab', truth: 'no real GitLab was asked', accent: '#171321', links: [] }
const LIFE_SECONDS = 7_200

/** The consent of a person. As at GitLab, access token and refresh token end together. */
type Grant = { person: Person; refreshToken: string; expiresAt: number }

interface State {
  codes: Map<string, { person: Person; challenge: string }>
  tokens: Map<string, Grant>
  now: () => number
}

/** Starts a stand-in for GitLab's OAuth 2.0 and `/user`. Its one application is `client` with the secret `secret`. */
export async function startGitLab(now: () => number) {
  const state: State = { codes: new Map(), tokens: new Map(), now }
  const standIn = await startStandIn({
    frame: FRAME,
    endpoints: { token: '/oauth/token', user: '/api/v4/user', revoke: '/oauth/revoke' },
    routes(router) {
      authorizeRoutes(router, state)
      tokenRoutes(router, state)
      userRoute(router, state)
    },
  })
  return { ...standIn, tokens: state.tokens }
}

function authorizeRoutes(router: Router, { codes }: State): void {
  router.get('/oauth/authorize', (ctx) => {
    const nameOf = ({ key }: Person) => key
    const body = choosing({ site: 'the site', asks: '', fields: {}, people, nameOf })
    ctx.body = page({ frame: FRAME, title: 'Sign in', body })
  })
  router.post('/oauth/authorize', async (ctx) => {
    const { person: key } = await parse.form(ctx)
    const person = people.find((candidate) => candidate.key === key)
    const [code, back] = [randomUUID(), new URL(String(ctx.query.redirect_uri))]
    if (person) codes.set(code, { person, challenge: String(ctx.query.code_challenge) })
    back.searchParams.set('state', String(ctx.query.state))
    back.searchParams.set(person ? 'code' : 'error', person ? code : 'access_denied')
    ctx.redirect(back.href)
  })
}

function tokenRoutes(router: Router, state: State): void {
  const { tokens, now } = state
  router.post('/oauth/token', async (ctx) => {
    const form = await clientForm(ctx)
    const person = form.grant_type === 'refresh_token' ? refreshed(form, state) : exchanged(form, state)
    if (!person) throw new Refusal(400, { error: 'invalid_grant' })
    const [access_token, refresh_token] = [randomUUID(), randomUUID()]
    const expiresAt = now() + LIFE_SECONDS * 1_000
    tokens.set(access_token, { person, refreshToken: refresh_token, expiresAt })
    ctx.body = { access_token, refresh_token, token_type: 'Bearer', expires_in: LIFE_SECONDS }
  })
  // RFC 7009, 2.2: the answer does not tell whether there was such a token.
  router.post('/oauth/revoke', async (ctx) => {
    const { token } = await clientForm(ctx)
    for (const [key, grant] of tokens) if (key === token || grant.refreshToken === token) tokens.delete(key)
    ctx.body = {}
  })
}

function userRoute(router: Router, { tokens, now }: State): void {
  router.get('/api/v4/user', (ctx) => {
    const grant = tokens.get(ctx.get('Authorization').replace('Bearer ', ''))
    if (!grant || grant.expiresAt < now()) throw new Refusal(401, { message: '401 Unauthorized' })
    const { key, name } = grant.person
    ctx.body = {
      id: people.indexOf(grant.person) + 1,
      username: key,
      name,
      email: `${key}@gitlab.example.org`,
      confirmed_at: new Date(0).toISOString(),
    }
  })
}

function exchanged(form: Record<string, string>, { codes }: State): Person | undefined {
  const code = codes.get(form.code ?? '')
  codes.delete(form.code ?? '')
  const challenge = createHash('sha256')
    .update(form.code_verifier ?? '')
    .digest('base64url')
  return code?.challenge === challenge ? code.person : undefined
}

function refreshed(form: Record<string, string>, { tokens }: State): Person | undefined {
  const found = [...tokens].find(([, { refreshToken }]) => refreshToken === form.refresh_token)
  if (found) tokens.delete(found[0])
  return found?.[1].person
}

async function clientForm(ctx: Context): Promise<Record<string, string>> {
  const form = await parse.form(ctx)
  if (form.client_id !== 'client' || form.client_secret !== 'secret')
    throw new Refusal(401, { error: 'invalid_client' })
  return form
}
