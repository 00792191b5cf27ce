import { createServer } from 'vite'
import { basePathIn } from './ownKeys.ts'

interface ViteOptions {
  /** A name or address on loopback. */
  host: string
  /** PUBLIC_URL; it may have a path. */
  publicUrl: string
  port: number
  innerPort: number
}

/** Starts Vite's dev server. It serves the client with hot reload, and passes the rest to the server on `innerPort`. */
export async function startVite({ host, publicUrl, port, innerPort }: ViteOptions) {
  const target = `http://localhost:${innerPort}`
  // With a string instead of an object, Vite would change the Host header to the inner host.
  const inner = { target, changeOrigin: false }
  const base = basePathIn(publicUrl)
  const proxied = `^${base}(/(api|auth|icons|\\.well-known)/|(/(logout|healthz|readyz))?(\\?|$))`
  // vite.config.ts reads it from the environment, to fill pages in as the server does.
  process.env.PUBLIC_URL = publicUrl
  const vite = await createServer({
    configFile: 'vite.config.ts',
    base: `${base}/`,
    server: { port, strictPort: true, host, proxy: { [proxied]: inner } },
  })
  return vite.listen()
}
