import type Router from '@koa/router'
import type { RouterContext } from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { z } from 'zod'
import { avatarUrl } from './avatar.ts'
import { API, type GitHubState, type Grant } from './github.ts'
import type { Person } from './people.ts'
import { Refusal } from './refusal.ts'

const grantBody = z.object({ access_token: z.string() })

/** The REST API, as far as a site that signs people in needs it. https://docs.github.com/rest */
export function apiRoutes(router: Router, state: GitHubState): void {
  const { options, app } = state
  router.get(`${API}/user`, (ctx) => {
    const { person } = grantOf(ctx, state)
    const { id, login } = person.github ?? {}
    // `email` is the public address; these people show none.
    ctx.body = { login, id, type: 'User', name: person.name, email: null, avatar_url: avatarUrl(ctx, person) }
  })

  router.get(`${API}/user/emails`, (ctx) => {
    const { person, scope } = grantOf(ctx, state)
    const mayRead = scope.split(',').some((name) => name === 'user:email' || name === 'user')
    if (!mayRead) throw error(404, 'Not Found')
    if (!app.canReadEmail) throw error(403, 'Resource not accessible by integration')
    ctx.body = person.github?.emails.map((entry) => ({
      ...entry,
      visibility: entry.primary ? 'private' : null,
    }))
  })

  router.post(`${API}/applications/:client_id/token`, async (ctx) => {
    requireApplication(ctx, options)
    const body = grantBody.safeParse(parseJson(await parse.text(ctx)))
    const grant = body.success ? goodToken(state, body.data.access_token) : undefined
    if (!grant) throw error(404, 'Not Found')
    ctx.body = { user: { login: grant.person.github?.login }, scopes: grant.scope.split(',') }
  })

  router.delete(`${API}/applications/:client_id/grant`, async (ctx) => {
    requireApplication(ctx, options)
    const body = grantBody.safeParse(parseJson(await parse.text(ctx)))
    const grant = body.success ? goodToken(state, body.data.access_token) : undefined
    if (!grant) throw error(422, 'Validation Failed')
    endGrant(state, grant.person)
    ctx.status = 204
  })
}

/** Checks Basic authentication and the client id in the path. Throws `Refusal` 401 or 404. */
function requireApplication(ctx: RouterContext, { clientId, clientSecret }: GitHubState['options']): void {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  if (ctx.get('Authorization') !== `Basic ${basic}`) throw error(401, 'Bad credentials')
  if (ctx.params.client_id !== clientId) throw error(404, 'Not Found')
}

/** Removes the grant of a person and all its tokens. */
export function endGrant({ grants, tokens, refreshTokens }: GitHubState, person: Person): void {
  grants.delete(person)
  for (const all of [tokens, refreshTokens]) {
    for (const [token, grant] of all) if (grant.person === person) all.delete(token)
  }
}

function goodToken({ tokens, now }: GitHubState, token: string): Grant | undefined {
  const grant = tokens.get(token)
  return grant && grant.expiresAt > now() ? grant : undefined
}

function grantOf(ctx: Context, state: GitHubState): Grant {
  if (!ctx.get('User-Agent'))
    throw new Refusal(403, 'Request forbidden by administrative rules. Please send a User-Agent.')
  const [, token = ''] = /^(?:Bearer|token) (\S+)$/i.exec(ctx.get('Authorization')) ?? []
  const grant = goodToken(state, token)
  if (!grant) throw error(401, token ? 'Bad credentials' : 'Requires authentication')
  ctx.set('X-OAuth-Scopes', grant.scope.replaceAll(',', ', '))
  return grant
}

function error(status: number, message: string): Refusal {
  return new Refusal(status, {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  })
}

/** Parses the body without a look at the content type, as GitHub does. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw error(400, 'Problems parsing JSON')
  }
}
