import { createServer } from 'node:http'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { refusals } from './refusal.ts'
import { listenOnLoopback } from './server.ts'

/** What is served over HTTP: middleware first, then routes. */
export interface Served {
  /** Default: any that is free. */
  port?: number
  before?: Middleware[]
  routes(router: Router): void
}

/** Serves it at `url` until closed. */
export async function serve({ port, before = [], routes }: Served) {
  const app = new Koa()
  const router = new Router()
  app.on('error', (error) => {
    // Clients that hang up, because they are killed or have heard enough, are what stand-ins are for.
    if (!['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error.code)) console.error(error)
  })
  for (const middleware of before) app.use(middleware)
  app.use(refusals)
  routes(router)
  app.use(router.routes())
  const server = await listenOnLoopback(() => createServer(app.callback()), port)
  return { url: `http://localhost:${server.port}`, close: server.close }
}
