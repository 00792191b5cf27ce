import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { ask, createDatabase, type DatabaseServer, dropDatabase, startDatabaseServer } from './database.ts'
import { type BuiltServer, runServer, untilReady } from './server.ts'

/** Two built servers on one database, behind a balancer, with stand-ins for everything outside. */
export interface Pair extends Omit<StandIns, 'close'> {
  /** That of the site: the balancer's. */
  url: string
  databaseUrl: string
  database: DatabaseServer | undefined
  balancer: Balancer
  servers: BuiltServer[]
  /** Where the servers listen. */
  ports: number[]
  /** Ends one in its own way or by kill -9; the exit code. */
  stop(index: number, signal?: NodeJS.Signals): Promise<number | null>
  /** Starts one, again if it ended, and resolves when it is ready. */
  start(index: number): Promise<void>
  /** Sends all that follows to this one; to both without one. */
  sendTo(index?: number): void
  ask: typeof ask extends (url: string, ...rest: infer R) => unknown
    ? (...rest: R) => ReturnType<typeof ask>
    : never
  visitor(): Visitor
  close(): Promise<void>
}

/** How a pair is made. */
export interface PairOptions {
  settings?: Record<string, string>
  /** A database server of its own, to be done to as one likes; else that of TEST_DATABASE_URL, if there is one. */
  isOwn?: boolean
}

/** Starts a pair; both are ready. */
export async function startPair({ settings = {}, isOwn = false }: PairOptions = {}): Promise<Pair> {
  const given = isOwn ? undefined : process.env.TEST_DATABASE_URL
  const database = given ? undefined : await startDatabaseServer()
  const databaseUrl = await createDatabase(given ?? database?.url ?? '')
  const port = await freePort(2)
  const ports = [port + 1, port + 2]
  const url = `http://localhost:${port}`
  const standIns = await startStandIns({ siteUrl: url })
  const balancer = await startBalancer(port, ports)
  const all = {
    PUBLIC_URL: url,
    SECRET: 'x'.repeat(32),
    RATE_LIMITS: 'off',
    DATABASE_URL: databaseUrl,
    ...standIns.env,
    ...settings,
  }
  const pair: Pair = {
    ...standIns,
    url,
    databaseUrl,
    database,
    balancer,
    servers: [],
    ports,
    async stop(index, signal = 'SIGTERM') {
      pair.servers[index]?.child.kill(signal)
      return (await pair.servers[index]?.ended) ?? null
    },
    async start(index) {
      const server = runServer({ ...all, PORT: String(ports[index]) })
      pair.servers[index] = server
      await untilReady(`http://localhost:${ports[index]}`, server)
    },
    sendTo(index) {
      balancer.ports = index === undefined ? ports : ports.slice(index, index + 1)
    },
    ask: (...rest) => ask(databaseUrl, ...rest),
    visitor: () => new Visitor(url),
    async close() {
      await Promise.all([pair.stop(0), pair.stop(1)])
      await Promise.all([balancer.close(), standIns.close()])
      if (given) await dropDatabase(databaseUrl)
      await database?.close()
    },
  }
  await Promise.all([pair.start(0), pair.start(1)])
  return pair
}
