import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Account, ProviderChoice, SessionAnswer } from '../api.ts'
import type { Services } from '../services.ts'
import { accountOf } from '../signin/session.ts'
import type { UserWithLinks } from '../user.ts'

/**
 * `/api/session`: the site, its providers, and who is signed in. The browser learns of every change by asking again.
 * Returns the answer to a request, for the pages to carry it.
 */
export function accountRoutes(
  router: Router,
  { config, site }: Pick<Services, 'config' | 'site'>,
): (ctx: Context) => SessionAnswer {
  const open = site.providers.filter(({ id }) => config.providers.has(id))
  const choices: ProviderChoice[] = open.map(({ id, label }) => ({ id, label, iconUrl: `/icons/${id}.svg` }))

  router.get('/api/session', (ctx) => {
    ctx.body = sessionOf(ctx)
  })

  for (const { id, icon } of open) {
    router.get(`/icons/${id}.svg`, (ctx) => {
      ctx.type = 'image/svg+xml'
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = icon
    })
  }

  return sessionOf

  function sessionOf(ctx: Context): SessionAnswer {
    const account = accountOf(ctx)
    return { site: { name: config.siteName }, providers: choices, user: account && present(account) }
  }

  function present({ user, links }: UserWithLinks): Account {
    const { id, username, name, email, emailVerified, avatarUrl, createdAt } = user
    return {
      id,
      username,
      name,
      email,
      emailVerified,
      avatarUrl,
      createdAt,
      connections: links.map(({ provider, username: there, connectedAt }) => ({
        provider,
        label: site.providers.find((candidate) => candidate.id === provider)?.label ?? provider,
        username: there,
        connectedAt,
      })),
      tweetOffer: user.tweetOffer && config.welcomeTweet,
    }
  }
}
