import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Middleware } from 'koa'

/** How an endpoint fails. */
export type Fault =
  | { kind: 'down' }
  | { kind: 'hang' }
  | { kind: 'slow'; ms: number }
  | { kind: 'answer'; status: number; body: string; type?: string; headers?: Record<string, string> }

/** Faults by path, to be set from tests or from the stand-in's control page. */
export class Faults {
  readonly #byPath = new Map<string, Fault>()
  readonly #closing = new AbortController()

  /** `path` as in the request, without query, or `*` for all but the control page. */
  set(path: string, fault: Fault): void {
    this.#byPath.set(path, fault)
  }

  clear(): void {
    this.#byPath.clear()
  }

  /** Lets hanging requests go. */
  close(): void {
    this.#closing.abort()
  }

  /** Fails the requests that are to fail. */
  middleware(): Middleware {
    return async (ctx, next) => {
      const fault = ctx.path === CONTROL ? undefined : (this.#byPath.get(ctx.path) ?? this.#byPath.get('*'))
      if (!fault) return next()
      if (fault.kind === 'slow') await this.#wait(fault.ms)
      if (fault.kind === 'slow') return next()
      if (fault.kind === 'hang') await this.#wait(600_000)
      if (fault.kind === 'answer') return answer(ctx, fault)
      ctx.respond = false
      ctx.req.socket.destroy()
    }
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }
}

/** Where a person tells a stand-in to fail. */
export const CONTROL = '/_control'

function answer(
  ctx: Context,
  { status, body, type = 'text/plain', headers = {} }: Fault & { kind: 'answer' },
): void {
  ctx.status = status
  ctx.set(headers)
  ctx.type = type
  ctx.body = body
}
