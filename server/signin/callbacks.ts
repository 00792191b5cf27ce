import type { Context } from 'koa'
import type { Handshakes } from './handshake.ts'

/**
 * The answer of a callback, kept for the same browser in case it loads the callback again before the answer
 * is there.
 */
interface Answer {
  location: string
  cookies: string[]
}

/** The end of a callback: the address to which the browser goes, and whether the handshake is used up. */
export interface Ending {
  location: string
  isFinal: boolean
}

/**
 * Runs each callback of a browser once. Loaded again (a reload, a double click, a restored tab), it leads
 * where it led the first time. Known by the handshake's sealed cookie: to any other browser the callback is
 * expired.
 */
export function createCallbacks(handshakes: Handshakes) {
  const underway = new Map<string, Promise<Answer>>()

  /** Returns the address to which the browser that came with `key` goes. `run` completes the handshake. */
  return async (ctx: Context, key: string | undefined, run: () => Promise<Ending>): Promise<string> => {
    const sealed = key === undefined ? undefined : handshakes.sealedOf(ctx, key)
    if (key === undefined || sealed === undefined) return (await run()).location
    const first = underway.get(sealed)
    if (first) {
      const { location, cookies } = await first
      // The browser may have hung up on the first request before it got these.
      ctx.set('Set-Cookie', cookies)
      return location
    }
    const answer = landOnce(ctx, key, run)
    underway.set(sealed, answer)
    try {
      return (await answer).location
    } finally {
      underway.delete(sealed)
    }
  }

  async function landOnce(ctx: Context, key: string, run: () => Promise<Ending>): Promise<Answer> {
    const landedAt = await handshakes.landingOf(ctx, key)
    if (landedAt !== undefined) return { location: landedAt, cookies: [] }
    const { location, isFinal } = await run()
    if (isFinal) await handshakes.land(ctx, { key, landedAt: location })
    return { location, cookies: [ctx.response.get('Set-Cookie')].flat().filter(Boolean) }
  }
}
