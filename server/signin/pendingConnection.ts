import { randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import type { UserWithLinks } from '../user.ts'
import { sealedCookie } from './sealedCookie.ts'

/** How long the offer stands, in this browser. */
export const OFFER_LIFETIME_MS = 15 * 60_000

const schema = z.object({
  id: z.string(),
  /** The user who has the address of the identity, and alone may connect it. */
  ownerId: z.string(),
  provider: z.string(),
  profile: z.object({
    uid: z.string(),
    username: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    emailVerified: z.boolean(),
    avatarUrl: z.string().nullable(),
    extraData: z.record(z.string(), z.string()),
    isPartial: z.boolean().optional(),
  }),
  credentials: z.record(z.string(), z.string()),
})

/** An identity that was refused because its address is taken. It lies with the browser that came with it, sealed. */
export type PendingConnection = z.infer<typeof schema>

/** Identities that the owner of their address may connect with one click, once they have signed in. */
export function pendingConnections(services: Pick<Services, 'config' | 'sealer' | 'now' | 'site'>) {
  const { config, site } = services
  const terms = { name: 'pending-connection', schema, lifetimeMs: OFFER_LIFETIME_MS }
  const cookie = sealedCookie(terms, services)

  return {
    /** Leaves the identity with the browser; what is too large for that, its owner connects the long way. */
    async leave(ctx: Context, pending: Omit<PendingConnection, 'id'>): Promise<void> {
      await cookie.leave(ctx, { id: randomUUID(), ...pending })
    },

    /** What is to be connected to this account: nothing to any other, nor what it has already. */
    async of(ctx: Context, { user, links }: UserWithLinks) {
      const pending = await cookie.read(ctx)
      if (pending?.ownerId !== user.id) return undefined
      const provider = site.providers.find(({ id }) => id === pending.provider)
      const isConnected = links.some(
        (link) => link.provider === pending.provider && link.uid === pending.profile.uid,
      )
      return provider && config.providers.has(provider.id) && !isConnected
        ? { ...pending, provider }
        : undefined
    },

    drop: cookie.drop,
  }
}
