import { createServer } from 'node:http'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { refusals } from './refusal.ts'
import { listenOnLoopback } from './server.ts'

/** The routes and pages that a stand-in serves over HTTP. */
interface Served {
  /** Default: any free port. */
  port?: number
  /** Middleware that runs before the routes. */
  before?: Middleware[]
  routes(router: Router): void
}

/** Serves the routes at `url`, on loopback, until closed. */
export async function serve({ port, before = [], routes }: Served) {
  const app = new Koa()
  const router = new Router()
  app.on('error', (error) => {
    // Tests kill servers and abort requests on purpose, so a client that hangs up is no error.
    if (!['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(error.code)) console.error(error)
  })
  for (const middleware of before) app.use(middleware)
  app.use(refusals)
  routes(router)
  app.use(router.routes())
  const server = await listenOnLoopback(() => createServer(app.callback()), port)
  return { url: `http://localhost:${server.port}`, close: server.close }
}
