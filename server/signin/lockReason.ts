import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { sealedCookie } from '../sessions/sealedCookie.ts'

/** Long enough to read the page that it is shown on. */
const SHOWN_FOR_MS = 600_000

const schema = z.object({ userId: z.string() })

/**
 * Tells why an account is locked, to the browser that came with an identity of it and to no other: that one keeps a sealed
 * note of whose account it was.
 */
export function lockReasons(services: Pick<Services, 'config' | 'sealer' | 'now' | 'store'>) {
  const cookie = sealedCookie({ name: 'locked', schema, lifetimeMs: SHOWN_FOR_MS }, services)
  return {
    /** Leaves the note with the browser. */
    async leave(ctx: Context, userId: string): Promise<void> {
      await cookie.leave(ctx, { userId })
    },
    /** The reason; undefined for any other browser, and when the account is no longer locked. */
    async read(ctx: Context): Promise<string | undefined> {
      const note = await cookie.read(ctx)
      const account = note && (await services.store.find({ id: note.userId }))
      return account?.user.lock?.reason
    },
  }
}
