import { createServer } from 'vite'

/** Vite's dev server on `port`: the client with hot reload, everything else from the server on `innerPort`. */
export async function startVite({ port, innerPort }: { port: number; innerPort: number }) {
  const target = `http://localhost:${innerPort}`
  // Not the string form: that would send the inner host to a server that shall see the outer one.
  const inner = { target, changeOrigin: false }
  const proxied = '^/((api|auth|icons)/|(logout|healthz|readyz)(\\?|$))'
  const vite = await createServer({
    configFile: 'vite.config.ts',
    server: { port, strictPort: true, host: 'localhost', proxy: { [proxied]: inner } },
  })
  return vite.listen()
}
