import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './standins/server.ts'
import { Visitor } from './standins/visitor.ts'
import { expect, type TestSite, test } from './support/fixtures.ts'

/** Nothing here looks at a page: the test is the reader of a built server's log. */

interface Reader {
  url: string
  child: ChildProcess
  /** Whether the process has ended, as a promise of its exit code. */
  ended: Promise<number | null>
  /** What waits in the pipe, up to 64 kB. */
  read(): string
  /** No reader any more: writing fails with EPIPE. */
  hangUp(): void
}

const servers: ChildProcess[] = []

test.afterEach(() => {
  for (const child of servers.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})

/** A server with its log in a pipe, as after `node dist/server/main.js |`, which is read only when the test does it. */
async function startWithPipe(site: TestSite, changes: Record<string, string> = {}): Promise<Reader> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const file = `${site.settings.DATA_FILE}-${port}`
  const fifo = `${file}.log`
  execFileSync('mkfifo', [fifo])
  const readEnd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK)
  const writeEnd = openSync(fifo, constants.O_WRONLY)
  const child = spawn(process.execPath, [join('dist', 'server', 'main.js')], {
    env: { ...site.settings, PORT: String(port), PUBLIC_URL: url, DATA_FILE: file, ...changes },
    stdio: ['ignore', writeEnd, 'inherit'],
  })
  servers.push(child)
  closeSync(writeEnd)
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  await expect.poll(() => statusOf(`${url}/readyz`)).toBe(200)
  return { url, child, ended, read: () => drain(readEnd), hangUp: () => closeSync(readEnd) }
}

async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url).catch(() => undefined)
  // Otherwise the next request would need another connection.
  await answer?.arrayBuffer()
  return answer?.status ?? 0
}

function drain(fd: number): string {
  const chunks: Buffer[] = []
  for (;;) {
    const chunk = Buffer.alloc(65_536)
    try {
      const length = readSync(fd, chunk)
      if (length === 0) break
      chunks.push(chunk.subarray(0, length))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      break
    }
  }
  return Buffer.concat(chunks).toString()
}

/** Each of these requests leaves about this many bytes in the log. */
const LINE_BYTES = 440

/** As long as the log shows a path. */
const LONG_PATH = `/api/${'x'.repeat(295)}`

/** So many requests, eight at once. */
async function ask(url: string, count: number): Promise<void> {
  let left = count
  const asking = Array.from({ length: 8 }, async () => {
    while (left-- > 0) expect(await statusOf(`${url}${LONG_PATH}`)).toBe(404)
  })
  await Promise.all(asking)
}

const REQUESTS = 3_000

test('a log reader that stalls costs lines and nothing else, and is told how many', async ({ site }) => {
  const { url, child, ended, read } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  await ask(url, REQUESTS)
  let text = ''
  const isTold = () => {
    text += read()
    return text.includes('log lines were dropped')
  }
  await expect.poll(isTold, { intervals: [10], timeout: 20_000 }).toBe(true)
  const lines = text.trim().split('\n')
  const { dropped } = JSON.parse(lines.find((line) => line.includes('log lines were dropped')) ?? '{}')
  const written = lines.filter((line) => JSON.parse(line).path === LONG_PATH).length
  expect(dropped + written).toBe(REQUESTS)
  // What the pipe holds, and one megabyte in the process.
  expect(written * LINE_BYTES).toBeLessThan(1_200_000)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(read()).toContain('"stopped"')
})

test('a server ends within ten seconds though nobody reads its log', async ({ site }) => {
  const { url, child, ended, read } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  await ask(url, 200)
  const begun = Date.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(Date.now() - begun).toBeLessThan(10_000)
  const text = read()
  expect(text).toContain(LONG_PATH)
  // The pipe was full: the log broke off long before its end.
  expect(text).not.toContain('"stopping"')
})

test('a server goes on and ends well when its log reader is gone', async ({ site }) => {
  const { url, child, ended, hangUp } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  hangUp()
  await ask(url, 20)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('without ACCESS_LOG only failures and changes are logged', async ({ site }) => {
  const settings = { GITHUB_CLIENT_ID: site.settings.GITHUB_CLIENT_ID ?? '' }
  const { url, child, ended, read } = await startWithPipe(site, settings)
  // Its callback is that of the fixture's site, so the sign-in ends there; here only the paths matter.
  const visitor = new Visitor(url)
  await visitor.get('/api/session')
  await visitor.get('/')
  await visitor.get('/api/account/export')
  await visitor.post('/api/reminder', { email: 'nobody' })
  await visitor.get('/logout')
  await visitor.post('/api/language', { language: 'de' })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  const logged = read()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'request')
    .map(({ method, path }) => `${method} ${path}`)
  expect(logged).toEqual(['GET /logout', 'POST /api/language'])
})
