import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Person } from '../standins/people.ts'
import { freePort } from '../standins/server.ts'
import { type StandIns, startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { Answers } from './answers.ts'
import { type Measured, startMeasured } from './measured.ts'
import type { StoreUnderTest } from './stores.ts'

/** The built server with a filled store and the stand-ins. */
export interface Site extends Measured {
  standIns: StandIns
  /** Counts the reminder requests that the server answered with 200. */
  reminded: Answers
  /** Starts the server again on the same store. Returns the milliseconds until it was ready. */
  restart(): Promise<number>
}

/** Options of a site. */
interface SiteOptions {
  store: StoreUnderTest
  /** The number of accounts. Default: that of the store. */
  users?: number
  /** Environment variables, in addition to the usual ones. */
  settings?: Record<string, string>
}

const REMINDED = '"method":"POST","path":"/api/reminder","status":200'

/** Starts a site. Its `stop` also ends the stand-ins and removes the files. */
export async function startSite({ store, users = store.users, settings = {} }: SiteOptions): Promise<Site> {
  const port = await freePort()
  const standIns = await startStandIns({ siteUrl: `http://localhost:${port}` })
  standIns.people.length = 0
  const folder = await mkdtemp(join(tmpdir(), 'doorman-bench-'))
  const own = { PORT: String(port), SECRET: 'x'.repeat(32), RATE_LIMITS: 'off', NODE_ENV: 'production' }
  const publicUrl = { PUBLIC_URL: `http://localhost:${port}` }
  const logFile = join(folder, 'log')
  const kept = await store.prepare(folder, users)
  const start = () =>
    startMeasured({
      main: 'dist/server/main.js',
      settings: { ...own, ...publicUrl, ...standIns.env, ...kept, ...settings },
      logFile,
      path: '/readyz',
    })
  let server = await start()
  const site: Site = {
    ...server,
    standIns,
    reminded: new Answers(logFile, REMINDED),
    async restart() {
      await server.stop()
      server = await start()
      const { url, inside, startedInMs } = server
      Object.assign(site, { url, inside })
      return startedInMs
    },
    async stop() {
      await server.stop()
      await standIns.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return site
}

/** The person at GitHub who owns the account `index` of torture/accounts.ts. */
export function resident(index: number): Person {
  const login = `resident${index}`
  const emails = [{ email: `${login}@example.org`, primary: true, verified: true }]
  return { key: login, name: `Resident ${index}`, note: '', github: { id: 9_000_000 + index, login, emails } }
}

/** A new visitor of the site, without cookies. */
export function visitorOf({ url }: Site): Visitor {
  return new Visitor(url.replace('127.0.0.1', 'localhost'))
}

/** Signs a resident in. Returns the Cookie header of their browser. Throws when the sign-in fails. */
export async function cookieOf(site: Site, index: number): Promise<string> {
  const { people } = site.standIns
  const person = resident(index)
  people.push(person)
  const visitor = visitorOf(site)
  await visitor.signIn('github', person.key)
  people.splice(people.indexOf(person), 1)
  const session = visitor.cookies.get('session')
  if (!session) throw new Error('the resident did not get in')
  return `session=${session}`
}
