import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Account as AccountAnswer, ProviderChoice, SessionAnswer } from '../api.ts'
import { ownPath } from '../http/ownPath.ts'
import { labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { accountOf } from '../sessions/signedIn.ts'
import type { Account } from '../store/account.ts'

type Needs = Pick<Services, 'config' | 'site'>

/**
 * `/api/session`: the site, its providers, and the signed-in account. The client learns of changes by
 * requesting it again. Returns the function that makes this answer for a request, which pages contain as
 * well.
 */
export function accountRoutes(router: Router, services: Needs): (ctx: Context) => SessionAnswer {
  const { config, site } = services
  const providers = site.providers.filter(({ id }) => config.providers.has(id))
  const choices: ProviderChoice[] = providers.map(({ id, label }) => {
    return { id, label, iconUrl: ownPath(`/icons/${id}.svg`, config) }
  })

  router.get('/api/session', (ctx) => {
    ctx.body = sessionOf(ctx)
  })

  iconRoutes(router, providers)

  return sessionOf

  function sessionOf(ctx: Context): SessionAnswer {
    const account = accountOf(ctx)
    return {
      site: { name: config.siteName },
      providers: choices,
      user: account && present(account, services),
    }
  }
}

function present({ user, connections }: Account, { config, site }: Needs): AccountAnswer {
  const { id, username, name, email, avatarUrl, createdAt } = user
  return {
    id,
    username,
    name,
    email,
    emailVerified: email !== null,
    avatarUrl,
    createdAt,
    connections: connections.map(({ provider, username: there, connectedAt }) => ({
      provider,
      label: labelOf(provider, site.providers),
      username: there,
      connectedAt,
    })),
    tweetOffer: user.tweetOffer && config.welcomeTweet,
  }
}

function iconRoutes(router: Router, providers: readonly Provider[]): void {
  for (const { id, icon } of providers) {
    router.get(`/icons/${id}.svg`, (ctx) => {
      ctx.type = 'image/svg+xml'
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = icon
    })
  }
}
