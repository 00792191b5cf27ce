import type Router from '@koa/router'
import type { Account, ProviderChoice, SessionAnswer } from '../api.ts'
import type { Services } from '../services.ts'
import { accountOf } from '../sessions/session.ts'
import type { UserWithLinks } from '../store/account.ts'

/** `/api/session`: the site, its doors, and who is signed in. The browser learns of every change by asking again. */
export function accountRoutes(router: Router, { config, site }: Pick<Services, 'config' | 'site'>): void {
  const open = site.providers.filter(({ id }) => config.providers.has(id))
  const choices: ProviderChoice[] = open.map(({ id, label }) => ({ id, label, iconUrl: `/icons/${id}.svg` }))

  router.get('/api/session', (ctx) => {
    const account = accountOf(ctx)
    ctx.body = {
      site: { name: config.siteName },
      providers: choices,
      user: account && present(account),
    } satisfies SessionAnswer
  })

  for (const { id, icon } of open) {
    router.get(`/icons/${id}.svg`, (ctx) => {
      ctx.type = 'image/svg+xml'
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = icon
    })
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
