import type Router from '@koa/router'
import type { Context } from 'koa'
import { avatarUrl } from './avatar.ts'
import type { Person } from './people.ts'
import { Refusal } from './refusal.ts'
import type { XState } from './x.ts'
import { countRequest } from './xRateLimit.ts'
import { outOfCredit, xError } from './xSignature.ts'

/** Adds the profile of the token's owner, in v1.1 and in v2. */
export function profileRoutes(router: Router, { app, signedBy }: XState): void {
  router.get('/1.1/account/verify_credentials.json', async (ctx) => {
    const person = await personOf(ctx)
    if (!app.canUseV1) throw xError(403, 453, 'You currently have access to a subset of X API V2 endpoints.')
    const { id, username, email } = shown(person)
    ctx.body = {
      id_str: id,
      name: person.name,
      screen_name: username,
      profile_image_url_https: avatarUrl(ctx, person),
      // X sends null without a confirmed address, and leaves the field out without the permission.
      ...(ctx.query.include_email === 'true' && app.canReadEmail ? { email } : {}),
    }
  })

  router.get('/2/users/me', async (ctx) => {
    const person = await personOf(ctx)
    const { id, username, email } = shown(person)
    const optional = {
      profile_image_url: avatarUrl(ctx, person),
      ...(email && app.canReadEmail ? { confirmed_email: email } : {}),
    }
    const asked = String(ctx.query['user.fields'] ?? '').split(',')
    const fields = Object.entries(optional).filter(([name]) => asked.includes(name))
    ctx.body = { data: { id, name: person.name, username, ...Object.fromEntries(fields) } }
  })

  async function personOf(ctx: Context): Promise<Person> {
    const { token } = await signedBy(ctx)
    if (token?.kind !== 'access' || !token.person) throw xError(401, 89, 'Invalid or expired token.')
    countRequest(ctx, token)
    if (!app.hasCredit) throw outOfCredit()
    return token.person
  }
}

function shown({ key, x }: Person) {
  if (!x) throw new Refusal(500, `${key} has left X`)
  return { ...x, email: x.isEmailConfirmed === false ? null : x.email }
}
