import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { avatar } from './choosing.ts'
import { controlRoutes } from './control.ts'
import { Faults } from './faults.ts'
import type { Person } from './people.ts'
import { listen } from './server.ts'
import { consentRoutes, handshakeRoutes } from './xHandshake.ts'
import { BANNER, type Kept, type Tweet, type XOptions } from './xKept.ts'
import { createSignatureCheck, type Token } from './xSignature.ts'
import { tweetRoutes } from './xTweets.ts'

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
