import { randomInt, randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { createSealedCookie } from '../sessions/sealedCookie.ts'
import { currentSession } from '../sessions/signedIn.ts'

/** The lifetime of a code (ASVS 6.5.5). */
export const CODE_LIFETIME_MS = 10 * 60_000

const schema = z.object({
  id: z.string(),
  userId: z.string(),
  /** `idHash` of the requesting session. */
  session: z.string(),
  address: z.string(),
  code: z.string(),
})

/** An address that waits for its code. The requesting browser keeps it, sealed; the server stores nothing. */
export type PendingAddress = z.infer<typeof schema>

/** Addresses that wait for their codes, one at a time per session. */
export function createPendingAddresses(services: Pick<Services, 'config' | 'sealer' | 'now'>) {
  const cookie = createSealedCookie({ name: 'address', schema, lifetimeMs: CODE_LIFETIME_MS }, services)

  return {
    /**
     * Creates a code for the address, which replaces the previous one in this browser. Undefined when signed
     * out, or when the address is too long for a cookie.
     */
    async begin(ctx: Context, address: string): Promise<PendingAddress | undefined> {
      const session = currentSession(ctx)
      if (!session) return undefined
      const { userId, idHash } = session
      const pending = { id: randomUUID(), userId, session: idHash, address, code: sixDigits() }
      return (await cookie.set(ctx, pending)) ? pending : undefined
    },

    /** The address that this session requested, if its code is still valid. */
    async of(ctx: Context): Promise<PendingAddress | undefined> {
      const session = currentSession(ctx)
      const pending = await cookie.read(ctx)
      const isOwn = pending && pending.session === session?.idHash && pending.userId === session.userId
      return isOwn ? pending : undefined
    },

    drop: cookie.drop,
  }
}

function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}
