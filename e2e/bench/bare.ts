import { freePort } from '../standins/server.ts'
import { type Measured, startMeasured } from './measured.ts'

/** Starts a smallest server for comparison: `bareHttp` is that of Node.js, and `bareKoa` that of Koa. */
export async function startBare(name: 'bareHttp' | 'bareKoa'): Promise<Measured> {
  const main = new URL(`${name}.mjs`, import.meta.url).pathname
  const settings = { PORT: String(await freePort()), NODE_ENV: 'production' }
  return startMeasured({ main, settings, path: '/' })
}
