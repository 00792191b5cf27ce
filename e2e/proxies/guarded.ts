import { mkdtemp, rm } from 'node:fs/promises'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort, listenOnLoopback } from '../standins/server.ts'
import { startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { runServer, untilReady } from '../support/server.ts'

const TIMEOUT_MS = 20_000

/** A request that reached the site behind the proxy. */
export interface Seen {
  method: string
  headers: IncomingHttpHeaders
  /** The names of Remote-* headers that came from the browser. */
  lies: string[]
  body: string
}

interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** A running site and a running Doorman below `/door`, still without the proxy in front of them. */
export interface Guarded {
  ports: { proxy: number; doorman: number; site: number }
  /** The site's origin, through the proxy. */
  origin: string
  /** Doorman's PUBLIC_URL, through the proxy. */
  publicUrl: string
  /** Doorman's URL without the proxy, with the path. */
  doormanUrl: string
  /** The Cookie header of a browser that is signed in as Ada. */
  cookie: string
  /** The requests that reached the site since `forget`. */
  readonly seen: Seen[]
  /** The number of answers from the proxy since `forget`. */
  answered(): number
  /** Empties `seen` and the count of answers. */
  forget(): void
  /** Sends a request to the proxy. */
  ask(path: string, question?: Question): Promise<Answer>
  stopDoorman(): Promise<void>
}

/** Runs `attempt` with a new site and Doorman, and ends both afterwards in any case. */
export async function withGuarded<T>(attempt: (guarded: Guarded) => Promise<T>): Promise<T> {
  const proxy = await freePort()
  const origin = `https://www.example.com:${proxy}`
  const publicUrl = `${origin}/door`
  const standIns = await startStandIns({ siteUrl: publicUrl })
  const folder = await mkdtemp(join(tmpdir(), 'doorman-gate-'))
  const doorman = await freePort()
  const settings = { PORT: String(doorman), PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1' }
  const own = { SECRET: 'x'.repeat(32), DATA_FILE: join(folder, 'doorman.json'), HOME_URL: `${origin}/` }
  const server = runServer({ ...standIns.env, ...settings, ...own })
  const seen: Seen[] = []
  const site = await startSite(seen)
  let answered = 0
  const stopDoorman = async () => {
    server.child.kill('SIGTERM')
    await server.ended
  }
  try {
    const doormanUrl = `http://localhost:${doorman}/door`
    await untilReady(doormanUrl, server)
    return await attempt({
      ports: { proxy, doorman, site: site.port },
      origin,
      publicUrl,
      doormanUrl,
      cookie: await cookieOfAda(doormanUrl),
      seen,
      answered: () => answered,
      forget() {
        seen.length = 0
        answered = 0
      },
      async ask(path, question) {
        const answer = await askProxy(proxy, path, question)
        answered++
        return answer
      },
      stopDoorman,
    })
  } finally {
    await stopDoorman()
    await site.close()
    await standIns.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Signs Ada in without the proxy. Returns her cookie. Throws when the sign-in fails. */
async function cookieOfAda(doormanUrl: string): Promise<string> {
  const { origin } = new URL(doormanUrl)
  const ada = new Visitor(origin)
  const consentPage = (await ada.get('/door/auth/github')).headers.get('location') ?? ''
  const callback = new URL(await ada.choose(consentPage, 'ada'))
  await ada.get(callback.pathname + callback.search)
  const session = [...ada.cookies].find(([name]) => name.endsWith('session'))
  if (!session) throw new Error('Ada did not get in')
  return session.join('=')
}

/** Starts a site that answers every request, also WebSocket handshakes, and adds it to `seen`. */
async function startSite(seen: Seen[]) {
  const see = (request: IncomingMessage, body: string) => {
    const { method = '', headers, rawHeaders } = request
    const pairs = rawHeaders.map((name, at) => [name, rawHeaders[at + 1] ?? ''] as const)
    const written = pairs.filter((_, at) => at % 2 === 0).filter(([name, value]) => isLie(name, value))
    seen.push({ method, headers, lies: written.map(([name]) => name), body })
  }
  const create = () =>
    createServer(async (request, response) => {
      see(request, await text(request))
      response.end('the site')
    }).on('upgrade', (request, socket) => {
      see(request, '')
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    })
  return listenOnLoopback(create)
}

/** Whether the header came from the browser: Doorman writes no names with `_`, and never the value of LIES. */
function isLie(name: string, value: string): boolean {
  return /^remote(_|-_)/i.test(name) || (/^remote-/i.test(name) && value.includes('liar'))
}

function askProxy(port: number, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = question
  const ours = { Host: `www.example.com:${port}`, ...headers }
  const options = { host: '127.0.0.1', port, path, method, servername: 'www.example.com', headers: ours }
  return new Promise((resolve, reject) => {
    const asking = request({ ...options, rejectUnauthorized: false, agent: false, timeout: TIMEOUT_MS })
    asking.once('response', (answer) => {
      const { statusCode: status = 0, headers: got } = answer
      text(answer).then((content) => resolve({ status, headers: got, body: content }), reject)
    })
    asking.once('upgrade', (answer, socket) => {
      socket.destroy()
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' })
    })
    asking.once('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.once('error', reject)
    if (body) asking.setHeader('Content-Length', Buffer.byteLength(body))
    asking.end(body)
  })
}
