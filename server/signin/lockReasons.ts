import type { Context } from 'koa'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { createSealedCookie } from '../sessions/sealedCookie.ts'

/** Long enough to read the page that shows the reason. */
const SHOWN_FOR_MS = 600_000

const schema = z.object({ userId: z.string() })

/**
 * Shows why an account is locked, but only to the browser that signed in with an identity of it. That browser
 * keeps a sealed note of the account's id.
 */
export function createLockReasons(services: Pick<Services, 'config' | 'sealer' | 'now' | 'store'>) {
  const cookie = createSealedCookie({ name: 'locked', schema, lifetimeMs: SHOWN_FOR_MS }, services)
  return {
    /** Stores the note in the browser. */
    async set(ctx: Context, userId: string): Promise<void> {
      await cookie.set(ctx, { userId })
    },
    /** The operator's reason; undefined in any other browser, or when the account is no longer locked. */
    async read(ctx: Context): Promise<string | undefined> {
      const note = await cookie.read(ctx)
      const account = note && (await services.store.find({ id: note.userId }))
      return account?.user.lock?.reason
    },
  }
}
