import { randomBytes } from 'node:crypto'
import Router from '@koa/router'
import parse from 'co-body'
import Koa, { type Context } from 'koa'
import { avatar, choosing } from './choosing.ts'
import { controlRoutes } from './control.ts'
import { Faults } from './faults.ts'
import { html, page } from './page.ts'
import type { Person } from './people.ts'
import { listen } from './server.ts'
import { createSignatureCheck, type Token } from './xSignature.ts'

const BANNER = 'X stand-in: no real X was asked'
const ACCENT = '#0f1419'

/** What the stand-in knows of the application. */
export interface XOptions {
  people: Person[]
  consumerKey: string
  consumerSecret: string
  callbackUrl: string
  port?: number
}

/** A tweet on the stand-in's timeline. */
export interface Tweet {
  id: string
  username: string
  text: string
  at: string
}

/** What the routes share. */
interface Kept {
  options: XOptions
  /** Request tokens and access tokens, by token. */
  tokens: Map<string, Token>
  tweets: Tweet[]
  signedBy: ReturnType<typeof createSignatureCheck>
}

/** X as an application sees it over OAuth 1.0a, every signature verified. https://docs.x.com/fundamentals/authentication/oauth-1-0a */
export async function startX(options: XOptions) {
  const faults = new Faults()
  const requests: string[] = []
  const tokens = new Map<string, Token>()
  const tweets: Tweet[] = []
  const kept: Kept = { options, tokens, tweets, signedBy: createSignatureCheck(options, tokens) }
  const app = new Koa()
  const router = new Router()
  app.use(async (ctx, next) => {
    requests.push(`${ctx.method} ${ctx.path}`)
    await next()
  })
  app.use(faults.middleware())
  const paths = [
    '/oauth/request_token',
    '/oauth/access_token',
    '/1.1/account/verify_credentials.json',
    '/2/tweets',
  ]
  controlRoutes(router, { faults, paths, banner: BANNER })
  handshakeRoutes(router, kept)
  consentRoutes(router, kept)
  profileRoutes(router, kept)
  tweetRoutes(router, kept)
  app.use(router.routes())
  const server = await listen(app, options.port)
  return {
    ...server,
    timelineUrl: `${server.url}/timeline`,
    faults,
    requests,
    tokens,
    /** Oldest first. */
    tweets,
    async close() {
      faults.close()
      await server.close()
    },
  }
}

function handshakeRoutes(router: Router, { options, tokens, signedBy }: Kept): void {
  router.post('/oauth/request_token', async (ctx) => {
    const { fields } = await signedBy(ctx)
    if (fields.oauth_callback !== options.callbackUrl)
      ctx.throw(403, 'Callback URL not approved for this client')
    const access = ctx.query.x_auth_access_type ?? fields.x_auth_access_type ?? 'write'
    const token = newToken({ kind: 'request', access: access === 'read' ? 'read' : 'write' })
    tokens.set(token.token, token)
    answerForm(ctx, {
      oauth_token: token.token,
      oauth_token_secret: token.secret,
      oauth_callback_confirmed: 'true',
    })
  })

  router.post('/oauth/access_token', async (ctx) => {
    const { token: request, fields } = await signedBy(ctx)
    const { person } = request ?? {}
    const isGood = request?.kind === 'request' && request.verifier === fields.oauth_verifier
    if (!isGood || !person?.x) return ctx.throw(401, 'Invalid request token')
    tokens.delete(request.token)
    const token = newToken({ kind: 'access', access: request.access, person })
    tokens.set(token.token, token)
    const { id: user_id, username: screen_name } = person.x
    answerForm(ctx, { oauth_token: token.token, oauth_token_secret: token.secret, user_id, screen_name })
  })

  router.post('/1.1/oauth/invalidate_token.json', async (ctx) => {
    const { token } = await signedBy(ctx)
    if (!token) return ctx.throw(401, 'Invalid or expired token')
    tokens.delete(token.token)
    ctx.body = { access_token: token.token }
  })
}

function newToken(rest: Pick<Token, 'kind' | 'access' | 'person'>): Token {
  return { ...rest, token: randomBytes(16).toString('hex'), secret: randomBytes(20).toString('hex') }
}

function answerForm(ctx: Context, fields: Record<string, string>): void {
  ctx.type = 'application/x-www-form-urlencoded'
  ctx.body = new URLSearchParams(fields).toString()
}

function consentRoutes(router: Router, { options, tokens }: Kept): void {
  const people = () => options.people.filter(({ x }) => x)

  router.get('/oauth/authenticate', (ctx) => {
    const token = tokens.get(String(ctx.query.oauth_token))
    if (token?.kind !== 'request') return ctx.throw(404, 'This page is no longer valid')
    const body = choosing({
      site: options.consumerKey,
      asks: token.access === 'write' ? ' and post for you' : '',
      fields: { oauth_token: token.token },
      people: people(),
      nameOf: ({ x }) => x?.username,
    })
    ctx.body = page({ title: 'X stand-in', banner: BANNER, accent: ACCENT, body })
  })

  router.post('/oauth/authenticate', async (ctx) => {
    const { oauth_token: given, person: key } = await parse.form(ctx)
    const token = tokens.get(given)
    if (token?.kind !== 'request') return ctx.throw(404, 'This page is no longer valid')
    const person = people().find((candidate) => candidate.key === key)
    const back = new URL(options.callbackUrl)
    if (person) {
      token.person = person
      token.verifier = randomBytes(16).toString('hex')
      back.searchParams.set('oauth_token', token.token)
      back.searchParams.set('oauth_verifier', token.verifier)
    } else {
      tokens.delete(token.token)
      back.searchParams.set('denied', token.token)
    }
    ctx.redirect(back.href)
  })
}

function profileRoutes(router: Router, { options, signedBy }: Kept): void {
  const personOf = async (ctx: Context) =>
    (await signedBy(ctx)).token?.person ?? ctx.throw(401, 'Could not authenticate you')
  const avatarOf = (ctx: Context, { key }: Person) => `http://${ctx.host}/avatars/${key}.svg`

  router.get('/1.1/account/verify_credentials.json', async (ctx) => {
    const person = await personOf(ctx)
    ctx.body = {
      id_str: person.x?.id,
      screen_name: person.x?.username,
      name: person.name,
      profile_image_url_https: avatarOf(ctx, person),
      ...(ctx.query.include_email === 'true' ? { email: person.x?.email } : {}),
    }
  })
  router.get('/2/users/me', async (ctx) => {
    const person = await personOf(ctx)
    const { id, username, email } = person.x ?? {}
    ctx.body = {
      data: {
        id,
        username,
        name: person.name,
        profile_image_url: avatarOf(ctx, person),
        ...(email && { confirmed_email: email }),
      },
    }
  })
  router.get('/avatars/:file', (ctx) => {
    const person = options.people.find(({ key }) => `${key}.svg` === ctx.params.file) ?? ctx.throw(404)
    ctx.type = 'image/svg+xml'
    ctx.body = avatar(person)
  })
}

const TIMELINE = `<h1>Timeline</h1>
<% if (it.tweets.length === 0) { %><p class="quiet">Nobody has posted yet.</p><% } %>
<% for (const tweet of it.tweets) { %><article class="card"><strong>@<%= tweet.username %></strong> <span class="quiet"><%= tweet.at %></span><br><%= tweet.text %></article><% } %>`

function tweetRoutes(router: Router, { tweets, signedBy }: Kept): void {
  router.post('/2/tweets', async (ctx) => {
    const { token } = await signedBy(ctx)
    const { text } = JSON.parse(await parse.text(ctx))
    const { username } = token?.person?.x ?? ctx.throw(401, 'Unauthorized')
    const isDuplicate = tweets.some((tweet) => tweet.username === username && tweet.text === text)
    if (token?.access !== 'write' || isDuplicate) {
      ctx.status = 403
      ctx.body = {
        title: 'Forbidden',
        detail: isDuplicate ? DUPLICATE : 'Your client app is not allowed to post',
        status: 403,
      }
      return
    }
    const tweet = { id: String(1_000 + tweets.length), username, text, at: new Date().toISOString() }
    tweets.push(tweet)
    ctx.status = 201
    ctx.body = { data: { id: tweet.id, text } }
  })
  router.get('/timeline', (ctx) => {
    const body = html(TIMELINE, { tweets: tweets.toReversed() })
    ctx.body = page({ title: 'Timeline', banner: BANNER, accent: ACCENT, body, refreshSeconds: 3 })
  })
}

const DUPLICATE = 'You are not allowed to create a Tweet with duplicate content.'
