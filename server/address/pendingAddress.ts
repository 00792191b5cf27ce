import { randomInt, randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { sealedCookie } from '../sessions/sealedCookie.ts'
import { currentSession } from '../sessions/signedIn.ts'

/** How long a code is valid (ASVS 6.5.5). */
export const CODE_LIFETIME_MS = 10 * 60_000

const schema = z.object({
  id: z.string(),
  userId: z.string(),
  /** `idHash` of the session that asked. */
  session: z.string(),
  address: z.string(),
  code: z.string(),
})

/** An address that waits for its code. The browser that asked keeps it, sealed; the server keeps nothing. */
export type PendingAddress = z.infer<typeof schema>

/** Addresses that wait for their codes, one at a time in a session. */
export function pendingAddresses(services: Pick<Services, 'config' | 'sealer' | 'now'>) {
  const cookie = sealedCookie({ name: 'address', schema, lifetimeMs: CODE_LIFETIME_MS }, services)

  return {
    /** Makes a code for the address; the one before is void in this browser. Undefined when it is signed out. */
    async begin(ctx: Context, address: string): Promise<PendingAddress | undefined> {
      const session = currentSession(ctx)
      if (!session) return undefined
      const { userId, idHash } = session
      const pending = { id: randomUUID(), userId, session: idHash, address, code: sixDigits() }
      return (await cookie.leave(ctx, pending)) ? pending : undefined
    },

    /** What this very session asked for, if the code is still valid. */
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
