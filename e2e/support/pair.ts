import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { ask, createDatabase, type DatabaseServer, dropDatabase, startDatabaseServer } from './database.ts'
import { type BuiltServer, runServer, untilReady } from './server.ts'

/** Two built servers on one database, behind a balancer, with stand-ins. */
export interface Pair extends Omit<StandIns, 'close'> {
  /** The URL of the balancer. */
  url: string
  databaseUrl: string
  database: DatabaseServer | undefined
  balancer: Balancer
  servers: BuiltServer[]
  /** The ports of the servers. */
  ports: number[]
  /** Ends a server, by default with SIGTERM. Returns the exit code. */
  stop(index: number, signal?: NodeJS.Signals): Promise<number | null>
  /** Starts a server and resolves when it is ready. */
  start(index: number): Promise<void>
  /** Makes the balancer send all further requests to this server; without an index, to both in turn. */
  sendTo(index?: number): void
  /** Runs a statement on the database and returns its rows. */
  ask: typeof ask extends (url: string, ...rest: infer R) => unknown
    ? (...rest: R) => ReturnType<typeof ask>
    : never
  visitor(): Visitor
  close(): Promise<void>
}

/** Options of a pair. */
export interface PairOptions {
  /** Environment variables for both servers. */
  settings?: Record<string, string>
  /** Starts a PostgreSQL server for this pair, which tests may crash. Default: uses TEST_DATABASE_URL, if it is set. */
  isOwn?: boolean
}

/** Starts a pair and waits until both servers are ready. */
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
