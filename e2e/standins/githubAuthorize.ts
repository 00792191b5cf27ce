import { randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import { z } from 'zod'
import { choosing } from './choosing.ts'
import type { GitHubState } from './github.ts'
import { type Frame, page } from './page.ts'
import { Refusal } from './refusal.ts'

/** GitHub's codes expire after ten minutes. */
const CODE_LIFE_MS = 10 * 60_000

const request = z.object({
  client_id: z.string().default(''),
  redirect_uri: z.string().optional(),
  scope: z.string().default(''),
  state: z.string().default(''),
  code_challenge: z.string().default(''),
  code_challenge_method: z.string().default(''),
})

type AuthorizeRequest = z.infer<typeof request> & { redirect_uri: string }

/** Adds the authorize page, on which a person consents or refuses. */
export function authorizeRoutes(
  router: Router,
  frame: Frame,
  { options, app, codes, now }: GitHubState,
): void {
  const people = () => options.people.filter(({ github }) => github)

  router.get('/login/oauth/authorize', (ctx) => {
    const asked = readRequest(ctx.query, options)
    const body = choosing({
      site: new URL(asked.redirect_uri).host,
      asks: scopesOf(asked).includes('user:email') ? ' and read your email addresses' : '',
      fields: {},
      people: people(),
      nameOf: ({ github }) => github?.login,
    })
    ctx.body = page({ frame, title: 'Sign in with the GitHub stand-in', body })
  })

  router.post('/login/oauth/authorize', async (ctx) => {
    const asked = readRequest(ctx.query, options)
    const { person: key } = await parse.form(ctx)
    const person = people().find((candidate) => candidate.key === key)
    const back = new URL(asked.redirect_uri)
    const error = setUpError(app)
    if (error) {
      back.searchParams.set('error', error)
    } else if (person) {
      const code = randomBytes(10).toString('hex')
      const challenge = asked.code_challenge || undefined
      const expiresAt = now() + CODE_LIFE_MS
      codes.set(code, { person, scope: asked.scope, redirectUri: asked.redirect_uri, challenge, expiresAt })
      back.searchParams.set('code', code)
    } else {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'The user has denied your application access.')
    }
    if (asked.state) back.searchParams.set('state', asked.state)
    ctx.redirect(back.href)
  })
}

/**
 * The error that GitHub returns when the application has wrong settings, also when the person consents.
 * https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-authorization-request-errors
 */
function setUpError(app: GitHubState['app']): string | undefined {
  if (app.isSuspended) return 'application_suspended'
  return app.isCallbackWrong ? 'redirect_uri_mismatch' : undefined
}

function readRequest(query: unknown, { clientId, callbackUrls }: GitHubState['options']): AuthorizeRequest {
  const parsed = request.safeParse(query)
  if (!parsed.success) throw new Refusal(400, 'a parameter was given twice')
  const asked = { ...parsed.data, redirect_uri: parsed.data.redirect_uri ?? callbackUrls[0] ?? '' }
  if (asked.client_id !== clientId) throw new Refusal(404, 'no such application')
  if (!callbackUrls.some((registered) => liesBelow(asked.redirect_uri, registered))) {
    throw new Refusal(400, 'The redirect_uri is not associated with this application.')
  }
  if (asked.code_challenge && asked.code_challenge_method !== 'S256') {
    throw new Refusal(400, 'code_challenge_method must be S256')
  }
  return asked
}

function scopesOf({ scope }: AuthorizeRequest): string[] {
  return scope.split(/[\s,]+/)
}

/** GitHub's rule for a redirect_uri: the origin of the registered URL, and its path or a path below it. */
function liesBelow(redirectUri: string, registered: string): boolean {
  if (!URL.canParse(redirectUri)) return false
  const [given, base] = [new URL(redirectUri), new URL(registered)]
  const isBelow =
    given.pathname === base.pathname || given.pathname.startsWith(base.pathname.replace(/\/?$/, '/'))
  return given.origin === base.origin && isBelow
}
