import type Router from '@koa/router'
import type { Middleware } from 'koa'
import { CONTROL, controlRoutes, type Switches } from './control.ts'
import { createHttpFaults, failing, type HttpFault } from './httpFaults.ts'
import type { Frame } from './page.ts'
import { serve } from './serve.ts'

/** The parts of a provider's stand-in. */
interface StandInParts {
  frame: Frame
  /** The endpoints that can fail: paths by name. */
  endpoints: Readonly<Record<string, string>>
  /** Faults of this provider in addition to `httpFaults`, by their label on the control page. */
  ready?: Readonly<Record<string, HttpFault>>
  switches?: Switches
  port?: number
  routes(router: Router): void
}

/** Starts the stand-in of a provider: its routes, a log of requests, faults and the control page. */
export async function startStandIn({ frame, endpoints, ready, switches, port, routes }: StandInParts) {
  const faults = createHttpFaults(endpoints, ready)
  const requests: string[] = []
  const logging: Middleware = async (ctx, next) => {
    if (ctx.path !== CONTROL) requests.push(`${ctx.method} ${ctx.path}`)
    await next()
  }
  const server = await serve({
    port,
    before: [logging, failing(faults)],
    routes(router) {
      controlRoutes(router, frame, { faults, switches })
      routes(router)
    },
  })
  return {
    url: server.url,
    faults,
    /** `METHOD path` of every request, in order; without those to the control page. */
    requests,
    async close() {
      faults.close()
      await server.close()
    },
  }
}
