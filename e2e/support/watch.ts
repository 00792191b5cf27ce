import { createServer } from 'vite'
import { basePathIn } from './ownKeys.ts'

interface ViteOptions {
  /** A name or address of this machine alone. */
  host: string
  /** How browsers reach it; it may have a path. */
  publicUrl: string
  port: number
  innerPort: number
}

/** Vite's dev server: the client with hot reload, everything else from the server on `innerPort`. */
export async function startVite({ host, publicUrl, port, innerPort }: ViteOptions) {
  const target = `http://localhost:${innerPort}`
  // Not the string form: that would send the inner host to a server that shall see the outer one.
  const inner = { target, changeOrigin: false }
  const base = basePathIn(publicUrl)
  const proxied = `^${base}(/(api|auth|icons|\\.well-known)/|(/(logout|healthz|readyz))?(\\?|$))`
  // vite.config.ts fills pages in as the server does, from the environment.
  process.env.PUBLIC_URL = publicUrl
  const vite = await createServer({
    configFile: 'vite.config.ts',
    base: `${base}/`,
    server: { port, strictPort: true, host, proxy: { [proxied]: inner } },
  })
  return vite.listen()
}
