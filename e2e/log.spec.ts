import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort } from './standins/server.ts'
import { Visitor } from './standins/visitor.ts'
import { expect, type TestSite, test } from './support/fixtures.ts'

/** A built server whose log the test reads from a pipe. These tests use no page. */
interface Reader {
  url: string
  child: ChildProcess
  /** Resolves to the exit code. */
  ended: Promise<number | null>
  /** Reads what is in the pipe, up to 64 kB. */
  read(): string
  /** Closes the pipe, so that the server's writes fail with EPIPE. */
  hangUp(): void
}

const servers: ChildProcess[] = []

test.afterEach(() => {
  for (const child of servers.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
})

/** Starts a server that logs into a pipe, as with `node dist/server/main.js |`. Only the test reads the pipe. */
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
  // Reads the body, so that the next request can use the same connection.
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

/** The approximate size of the log line of each request. */
const LINE_BYTES = 440

/** A path of the maximum length that the log shows. */
const LONG_PATH = `/api/${'x'.repeat(295)}`

/** Sends `count` requests through one connection, without waiting for answers, and reads the answers. */
async function ask(url: string, count: number): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const head = `GET ${LONG_PATH} HTTP/1.1\r\nHost: localhost\r\n`
  socket.write(`${head}\r\n`.repeat(count - 1))
  socket.write(`${head}Connection: close\r\n\r\n`)
  const answers = await text(socket)
  expect(answers.match(/HTTP\/1\.1 404 /g)).toHaveLength(count)
}

const REQUESTS = 3_000

test('a stalled log reader loses lines, and the log says how many', async ({ site }) => {
  const { url, child, ended, read } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  await ask(url, REQUESTS)
  let logged = ''
  const isTold = () => {
    logged += read()
    return logged.includes('log lines were dropped')
  }
  await expect.poll(isTold, { intervals: [10], timeout: 20_000 }).toBe(true)
  const lines = logged.trim().split('\n')
  const { dropped } = JSON.parse(lines.find((line) => line.includes('log lines were dropped')) ?? '{}')
  const written = lines.filter((line) => JSON.parse(line).path === LONG_PATH).length
  expect(dropped + written).toBe(REQUESTS)
  // The pipe and one megabyte in the server's memory.
  expect(written * LINE_BYTES).toBeLessThan(1_200_000)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(read()).toContain('"stopped"')
})

test('a server ends within ten seconds when its log is not read', async ({ site }) => {
  const { url, child, ended, read } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  await ask(url, 200)
  const begun = Date.now()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(Date.now() - begun).toBeLessThan(10_000)
  const logged = read()
  expect(logged).toContain(LONG_PATH)
  // The pipe was full, so the last lines are missing.
  expect(logged).not.toContain('"stopping"')
})

test('a server works and ends with exit code 0 when its log reader has ended', async ({ site }) => {
  const { url, child, ended, hangUp } = await startWithPipe(site, { ACCESS_LOG: 'on' })
  hangUp()
  await ask(url, 20)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('without ACCESS_LOG only failures and changes are logged', async ({ site }) => {
  const settings = { GITHUB_CLIENT_ID: site.settings.GITHUB_CLIENT_ID ?? '' }
  const { url, child, ended, read } = await startWithPipe(site, settings)
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
    // While the server opens its store, an answer to /readyz is a failure.
    .filter(({ msg, path }) => msg === 'request' && path !== '/readyz')
    .map(({ method, path }) => `${method} ${path}`)
  expect(logged).toEqual(['GET /logout', 'POST /api/language'])
})
