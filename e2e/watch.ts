import { createServer } from 'vite'

interface ViteOptions {
  /** A name or address of this machine alone. */
  host: string
  port: number
  innerPort: number
}

/** Vite's dev server: the client with hot reload, everything else from the server on `innerPort`. */
export async function startVite({ host, port, innerPort }: ViteOptions) {
  const target = `http://localhost:${innerPort}`
  // Not the string form: that would send the inner host to a server that shall see the outer one.
  const inner = { target, changeOrigin: false }
  const proxied = '^/((api|auth|icons|\\.well-known)/|(logout|healthz|readyz)(\\?|$))'
  const vite = await createServer({
    configFile: 'vite.config.ts',
    server: { port, strictPort: true, host, proxy: { [proxied]: inner } },
  })
  return vite.listen()
}
