import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { SessionAnswer } from '../server/api.ts'
import { createApp, tasks } from '../server/app.ts'
import { type Backend, openBackend } from '../server/backend.ts'
import { readConfig } from '../server/config.ts'
import type { Client } from '../server/http/spa.ts'
import type { Job } from '../server/jobs/job.ts'
import type { Site } from '../server/services.ts'
import { site as defaultSite } from '../server/site.ts'
import { startStandIns } from './standins/standIns.ts'
import { Visitor } from './standins/visitor.ts'

/** What a test may change of the site. */
export interface TestSiteOptions {
  env?: Record<string, string>
  site?: Partial<Site>
  /** Errors in the log that the test brings about; any other fails it. */
  expectedErrors?: RegExp
  /** The data file, below a folder of the test's own. */
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

/** The page that stands for the built client. */
const CLIENT: Client = () => (ctx) => {
  ctx.body = 'the client'
}

/**
 * A whole site over real HTTP, with stand-ins for everything outside and a data file of its own. It is taken down when
 * the test ends, which fails if the log holds an error that was not expected.
 */
export async function startTestSite({
  env = {},
  site = {},
  expectedErrors = /$./,
  dataFile: file = 'doorman.json',
}: TestSiteOptions = {}) {
  const clock = { offset: 0 }
  const now = () => Date.now() + clock.offset
  const elapsed = () => performance.now() + clock.offset
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  const standIns = await startStandIns({ siteUrl: env.PUBLIC_URL ?? url })
  const folder = await mkdtemp(join(tmpdir(), 'doorman-'))
  const lines: LogLine[] = []
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  const dataFile = join(folder, file)
  const settings: Record<string, string> = {
    PORT: String(port),
    SECRET: 'x'.repeat(32),
    DATA_FILE: dataFile,
    ...standIns.env,
    ...env,
  }
  const wholeSite = { ...defaultSite, ...site }
  async function open(): Promise<Backend> {
    const config = readConfig(settings, wholeSite.providers)
    const opened = await openBackend({ config, site: wholeSite, tasks, log, now, elapsed })
    server.removeAllListeners('request')
    server.on('request', createApp(opened.services, CLIENT).callback())
    return opened
  }
  let backend = await open()

  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await backend.close()
    await standIns.close()
    await rm(folder, { recursive: true })
    const errors = lines.filter(({ level, msg }) => level >= 50 && !expectedErrors.test(msg))
    if (errors.length > 0)
      throw new Error(`unexpected errors in the log:\n${JSON.stringify(errors, null, 1)}`)
  })
  return {
    url,
    ...standIns,
    get store() {
      return backend.services.store
    },
    get services() {
      return backend.services
    },
    /** Ends and starts again on the same data file, with some settings changed, and the file too by `edit`. */
    async restart(changes: Record<string, string> = {}, edit?: (dump: string) => string) {
      Object.assign(settings, changes)
      await backend.close()
      if (edit) await writeFile(dataFile, edit(await readFile(dataFile, 'utf8')))
      backend = await open()
    },
    dataFile,
    /** The data file as it lies on the disk. */
    dump: () => readFile(dataFile, 'utf8'),
    lines,
    /** Lets time pass for the site. */
    advance: (ms: number) => {
      clock.offset += ms
    },
    visitor: () => new Visitor(url),
    /** Resolves when the data file holds no job that waits or runs. */
    async jobsDone() {
      const isOpen = ({ state }: Job) => state === 'waiting' || state === 'running'
      while (jobsIn(await readFile(dataFile, 'utf8')).some(isOpen)) await new Promise(setImmediate)
    },
  }
}

/** The jobs in the data file of a test site. */
export function jobsIn(dump: string): Job[] {
  return JSON.parse(dump).jobs
}

/** What `GET /api/session` says of the user. */
export async function userOf(visitor: Visitor) {
  const response = await visitor.get('/api/session')
  const { user } = (await response.json()) as SessionAnswer
  return user
}
