import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { SessionAnswer } from '../../server/api.ts'
import { createApp } from '../../server/app.ts'
import { type Backend, openBackend } from '../../server/backend.ts'
import { readDatabase } from '../../server/commands/moving/move.ts'
import { readConfig } from '../../server/config.ts'
import type { Client } from '../../server/pages/serveClient.ts'
import type { Site } from '../../server/services.ts'
import { site as defaultSite } from '../../server/site/site.ts'
import type { Document } from '../../server/store/file/document.ts'
import { readDataFile } from '../../server/store/file/readDataFile.ts'
import { startStandIns } from '../standins/standIns.ts'
import { Visitor } from '../standins/visitor.ts'
import { newDatabase } from './testDatabase.ts'

/** Options of a site for a test. */
export interface TestSiteOptions {
  /** Environment variables, in addition to the usual ones. */
  env?: Record<string, string>
  /** Parts of site.ts that the test replaces. */
  site?: Partial<Site>
  /** Errors in the log that the test causes. Any other error fails the test. */
  expectedErrors?: RegExp
  /** The path of the data file in the test's folder. */
  dataFile?: string
}

interface LogLine {
  level: number
  msg: string
  request?: string
  signIn?: string
  job?: string
  jobs?: string[]
  err?: { message: string }
}

/** Replaces the built client. Like the real one, it asks for the session at each request for a page. */
const CLIENT: Client = (visitOf) => (ctx) => {
  visitOf(ctx)
  ctx.body = 'the client'
}

/**
 * Starts a site over real HTTP, with stand-ins and a store of its own. It is closed when the test ends. The test fails
 * if the log holds an unexpected error.
 */
export async function startTestSite(options: TestSiteOptions = {}) {
  const place = await prepare(options)
  const { url, standIns, clock, lines, dataFile, settings } = place
  let backend = await open(place)
  const readDocument = (): Promise<Document> =>
    settings.DATABASE_URL ? readDatabase(settings.DATABASE_URL) : readDataFile(dataFile)
  onTestFinished(() => close(place, backend, options))
  return {
    url,
    ...standIns,
    get store() {
      return backend.services.store
    },
    get services() {
      return backend.services
    },
    /** Closes the site and starts it again on the same store, with changed settings and, by `edit`, a changed file. */
    async restart(changes: Record<string, string> = {}, edit?: (snapshot: string) => string) {
      Object.assign(settings, changes)
      await backend.close()
      if (edit) await writeFile(dataFile, edit(withoutChecksum(await readFile(dataFile, 'utf8'))))
      backend = await open(place)
    },
    dataFile,
    /** Reads the whole store. */
    document: readDocument,
    /** Everything in the data folder or in the database, as text. */
    dump: async () =>
      settings.DATABASE_URL ? JSON.stringify(await readDocument()) : (await textsIn(place.folder)).join('\n'),
    lines,
    /** Moves the clock of the site and of GitHub. */
    advance: (ms: number) => {
      clock.offset += ms
    },
    visitor: () => new Visitor(url),
    /** Resolves when no job waits or runs. It ignores jobs of deleted accounts, which do nothing. */
    async jobsDone() {
      while (hasWork(await readDocument())) await new Promise((resolve) => setTimeout(resolve, 10))
    },
  }
}

type Place = Awaited<ReturnType<typeof prepare>>

/** Everything that stays when the site restarts. */
async function prepare({ env = {}, site = {}, dataFile: file = 'doorman.json' }: TestSiteOptions) {
  const clock = { offset: 0 }
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  const now = () => Date.now() + clock.offset
  const standIns = await startStandIns({ siteUrl: env.PUBLIC_URL ?? url, now })
  const folder = await mkdtemp(join(tmpdir(), 'doorman-'))
  const dataFile = join(folder, file)
  const settings: Record<string, string> = {
    PORT: String(port),
    SECRET: 'x'.repeat(32),
    DATA_FILE: dataFile,
    ...(process.env.TEST_STORE === 'postgres'
      ? { DATABASE_URL: await newDatabase({ isMigrated: true }) }
      : {}),
    // With all lines in the log, tests can check that none contains a secret.
    ACCESS_LOG: 'on',
    ...standIns.env,
    ...env,
  }
  const lines: LogLine[] = []
  return {
    server,
    url,
    standIns,
    clock,
    now,
    folder,
    dataFile,
    settings,
    lines,
    site: { ...defaultSite, ...site },
  }
}

async function open({ server, settings, site, lines, clock, now }: Place): Promise<Backend> {
  const config = readConfig(settings, site.providers)
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  const elapsed = () => performance.now() + clock.offset
  const backend = await openBackend({ config, site, log, now, elapsed })
  server.removeAllListeners('request')
  server.on('request', createApp(backend.services, CLIENT).callback())
  return backend
}

async function close(
  { server, standIns, folder, lines }: Place,
  backend: Backend,
  { expectedErrors = /$./ }: TestSiteOptions,
): Promise<void> {
  server.close()
  server.closeAllConnections()
  await backend.close()
  await standIns.close()
  await rm(folder, { recursive: true })
  const errors = lines.filter(({ level, msg }) => level >= 50 && !expectedErrors.test(msg))
  if (errors.length > 0) throw new Error(`unexpected errors in the log:\n${JSON.stringify(errors, null, 1)}`)
}

function hasWork({ jobs, accounts }: Document): boolean {
  return jobs.some(({ userId }) => userId === null || accounts.some(({ user }) => user.id === userId))
}

async function textsIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))
}

/** Removes the checksum, as people must do who edit the file by hand. */
function withoutChecksum(snapshot: string): string {
  const { checksum: _, ...document } = JSON.parse(snapshot)
  return JSON.stringify(document)
}

/** The user in the answer of `GET /api/session`; null if the visitor is signed out. */
export async function userOf(visitor: Visitor) {
  const response = await visitor.get('/api/session')
  const { user } = (await response.json()) as SessionAnswer
  return user
}

/** A site, and the browser of a person who is signed in and has connected both providers. No job is left. */
export async function startSiteWithBoth(options: TestSiteOptions = {}) {
  const site = await startTestSite(options)
  const browser = site.visitor()
  await browser.signIn('github', 'ada')
  await browser.signIn('twitter', 'ada', '?connect')
  await site.jobsDone()
  return { site, browser }
}
