import type Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Services } from '../services.ts'

interface Needs extends Pick<Services, 'log'> {
  store: Pick<Services['store'], 'check'>
}

/**
 * A good answer is reused for this long: anybody may ask as often as they like, and each check of the store costs a
 * write. It is short, so that a failed write shows at once.
 */
const HOLDS_MS = 100

/**
 * `/healthz`: the process is alive. `/readyz`: it can serve requests. Once `stopping` is aborted, `/readyz`
 * answers 503 while connections are still accepted, so that balancers stop sending requests.
 */
export function healthRoutes(router: Router, { store, log }: Needs, stopping: AbortSignal): void {
  const check = sparingly(() => store.check())
  router.get('/healthz', (ctx) => {
    ctx.body = 'alive\n'
  })
  router.get('/readyz', async (ctx) => {
    if (stopping.aborted) {
      ctx.status = 503
      ctx.body = 'not ready: the server is stopping\n'
      return
    }
    try {
      await check()
      ctx.body = 'ready\n'
    } catch (error) {
      log.warn({ err: error }, 'not ready')
      ctx.status = 503
      ctx.body = 'not ready: the store cannot be written\n'
    }
  })
}

/** Runs one check at a time, and none while a good answer holds. */
function sparingly(check: () => Promise<void>): () => Promise<void> {
  let passedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined
  const begin = async () => {
    await check()
    passedAt = performance.now()
  }
  return async () => {
    if (performance.now() - passedAt < HOLDS_MS) return
    checking ??= begin().finally(() => {
      checking = undefined
    })
    await checking
  }
}

/** Answers `OPTIONS /`, which HAProxy's plain `option httpchk` sends: 204, and 503 while the server stops. */
export function answerProbes(stopping: AbortSignal): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'OPTIONS' || ctx.path !== '/') return next()
    ctx.set('Allow', 'GET, HEAD, OPTIONS')
    ctx.status = stopping.aborted ? 503 : 204
  }
}
