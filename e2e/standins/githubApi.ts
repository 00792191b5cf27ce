import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { z } from 'zod'
import { avatarUrl } from './avatar.ts'
import { API, type GitHubState, type Grant } from './github.ts'
import { Refusal } from './refusal.ts'

const grantBody = z.object({ access_token: z.string() })

/** The REST API, as far as a site that signs people in needs it. https://docs.github.com/rest */
export function apiRoutes(router: Router, { options, tokens }: GitHubState): void {
  router.get(`${API}/user`, (ctx) => {
    const { person } = grantOf(ctx, tokens)
    const { id, login } = person.github ?? {}
    // `email` is the public one; nobody here shows theirs.
    ctx.body = { login, id, type: 'User', name: person.name, email: null, avatar_url: avatarUrl(ctx, person) }
  })

  router.get(`${API}/user/emails`, (ctx) => {
    const { person, scope } = grantOf(ctx, tokens)
    const mayRead = scope.split(',').some((name) => name === 'user:email' || name === 'user')
    if (!mayRead) throw error(404, 'Not Found')
    ctx.body = person.github?.emails.map((entry) => ({
      ...entry,
      visibility: entry.primary ? 'private' : null,
    }))
  })

  router.delete(`${API}/applications/:client_id/grant`, async (ctx) => {
    const basic = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64')
    if (ctx.get('Authorization') !== `Basic ${basic}`) throw error(401, 'Bad credentials')
    if (ctx.params.client_id !== options.clientId) throw error(404, 'Not Found')
    const body = grantBody.safeParse(parseJson(await parse.text(ctx)))
    const grant = body.success ? tokens.get(body.data.access_token) : undefined
    if (!grant) throw error(422, 'Validation Failed')
    for (const [token, { person }] of tokens) if (person === grant.person) tokens.delete(token)
    ctx.status = 204
  })
}

function grantOf(ctx: Context, tokens: GitHubState['tokens']): Grant {
  if (!ctx.get('User-Agent'))
    throw new Refusal(403, 'Request forbidden by administrative rules. Please send a User-Agent.')
  const [, token = ''] = /^(?:Bearer|token) (\S+)$/i.exec(ctx.get('Authorization')) ?? []
  const grant = tokens.get(token)
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

/** Whatever the content type: GitHub does not look at it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw error(400, 'Problems parsing JSON')
  }
}
