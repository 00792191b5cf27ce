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

/** Doorman, built, against the stand-ins, full of residents. */
export interface Site extends Measured {
  standIns: StandIns
  /** Those who were told that a reminder was sent. */
  reminded: Answers
  /** Starts it once more on what is there; the milliseconds that this took. */
  restart(): Promise<number>
}

/** How many accounts, in which store, and what differs from the usual settings. */
export interface SiteOptions {
  store: StoreUnderTest
  users?: number
  settings?: Record<string, string>
}

const REMINDED = '"method":"POST","path":"/api/reminder","status":200'

/** Starts a site; `stop` ends it with all that is its own. */
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

/** A resident, as the provider knows them; see torture/accounts.ts. */
export function resident(index: number): Person {
  const login = `resident${index}`
  const emails = [{ email: `${login}@example.org`, primary: true, verified: true }]
  return { key: login, name: `Resident ${index}`, note: '', github: { id: 9_000_000 + index, login, emails } }
}

/** Somebody with a browser, who has not been there yet. */
export function visitorOf({ url }: Site): Visitor {
  return new Visitor(url.replace('127.0.0.1', 'localhost'))
}

/** Signs a resident in; the Cookie header of their browser. */
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
