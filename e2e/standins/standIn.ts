import type Router from '@koa/router'
import type { Middleware } from 'koa'
import { CONTROL, controlRoutes, type Switches } from './control.ts'
import { createHttpFaults, failing, type HttpFault } from './httpFaults.ts'
import type { Frame } from './page.ts'
import { serve } from './serve.ts'

/** What a provider's stand-in is made of. */
export interface StandInParts {
  frame: Frame
  /** Names and paths of what can be made to fail. */
  endpoints: Readonly<Record<string, string>>
  /** Faults of this provider, besides the usual ones, by the words on the control page. */
  ready?: Readonly<Record<string, HttpFault>>
  switches?: Switches
  port?: number
  routes(router: Router): void
}

/** A running stand-in of a provider: its routes, the log of requests, and the ways to make it fail. */
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
    /** `METHOD path` of everything asked, in order. */
    requests,
    async close() {
      faults.close()
      await server.close()
    },
  }
}
