import type { Context } from 'koa'
import type { Handshakes } from './handshakes.ts'

/**
 * The response to a callback. It is kept for requests of the same browser that load the callback again before
 * the response is sent.
 */
interface Answer {
  location: string
  cookies: string[]
}

/** The result of a callback: the address to redirect to, and whether the handshake is used up. */
export interface CallbackResult {
  location: string
  isFinal: boolean
}

/**
 * Runs each callback of a browser once. When the browser loads it again (a reload, a double click, a restored
 * tab), it gets the redirect of the first time. The handshake's sealed cookie identifies the callback, so in
 * any other browser the callback is expired.
 */
export function createCallbacks(handshakes: Handshakes) {
  const underway = new Map<string, Promise<Answer>>()

  /**
   * Returns the address to which the browser with the handshake `key` is redirected. `run` completes the
   * handshake.
   */
  return async (
    ctx: Context,
    key: string | undefined,
    run: () => Promise<CallbackResult>,
  ): Promise<string> => {
    const sealed = key === undefined ? undefined : handshakes.sealedOf(ctx, key)
    if (key === undefined || sealed === undefined) return (await run()).location
    const first = underway.get(sealed)
    if (first) {
      const { location, cookies } = await first
      // The browser may have closed the first request before it received these cookies.
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

  async function landOnce(ctx: Context, key: string, run: () => Promise<CallbackResult>): Promise<Answer> {
    const landedAt = await handshakes.landingOf(ctx, key)
    if (landedAt !== undefined) return { location: landedAt, cookies: [] }
    const { location, isFinal } = await run()
    if (isFinal) await handshakes.land(ctx, { key, landedAt: location })
    return { location, cookies: [ctx.response.get('Set-Cookie')].flat().filter(Boolean) }
  }
}
