import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type Koa from 'koa'

/** A server of a stand-in, reachable as `localhost`. */
export interface RunningServer {
  url: string
  close(): Promise<void>
}

/** Listens on loopback; port 0 takes any. Throws when the port is busy. */
export async function listen(app: Koa, port = 0): Promise<RunningServer> {
  const server = createServer(app.callback())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://localhost:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
