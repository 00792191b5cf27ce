import { randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { createSealedCookie } from '../sessions/sealedCookie.ts'
import { type Account, findConnection } from '../store/account.ts'

/** The offer expires after this time. */
export const OFFER_LIFETIME_MS = 15 * 60_000

const schema = z.object({
  id: z.string(),
  /** Unix milliseconds. */
  begunAt: z.number(),
  /** The user whose address the identity has. Only they may connect it. */
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

/**
 * An identity that was refused because another account has its address. The browser that signed in with it
 * keeps it, sealed.
 */
export type PendingConnection = z.infer<typeof schema>

/**
 * Offers such identities to the owner of the address, who may connect them with one click after signing in.
 */
export function createPendingConnections(services: Pick<Services, 'config' | 'sealer' | 'now' | 'site'>) {
  const { config, site, now } = services
  const terms = { name: 'pending-connection', schema, lifetimeMs: OFFER_LIFETIME_MS }
  const cookie = createSealedCookie(terms, services)

  return {
    /**
     * Stores the identity in the browser. If it is too large for a cookie, nothing is stored, and the owner
     * connects it at the provider instead.
     */
    async set(ctx: Context, pending: Omit<PendingConnection, 'id' | 'begunAt'>): Promise<void> {
      await cookie.set(ctx, { id: randomUUID(), begunAt: now(), ...pending })
    },

    /**
     * The identity that may be connected to this account; undefined when there is none, when it is offered to
     * another account, or when it is already connected.
     */
    async of(ctx: Context, { user, connections }: Account) {
      const pending = await cookie.read(ctx)
      if (pending?.ownerId !== user.id) return undefined
      const provider = site.providers.find(({ id }) => id === pending.provider)
      const identity = { provider: pending.provider, uid: pending.profile.uid }
      const isConnected = findConnection(connections, identity) !== undefined
      return provider && config.providers.has(provider.id) && !isConnected
        ? { ...pending, provider }
        : undefined
    },

    drop: cookie.drop,
  }
}
