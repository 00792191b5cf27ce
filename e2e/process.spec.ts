import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { readDataFile } from '../server/store/file/readDataFile.ts'
import { freePort } from './standins/server.ts'
import { Visitor } from './standins/visitor.ts'
import { expect, type TestSite, test } from './support/fixtures.ts'
import { runServer, untilReady } from './support/server.ts'

test('the server refuses to start, with every wrong setting at once', async () => {
  const server = runServer({
    NODE_ENV: 'production',
    PORT: 'x',
    GITHUB_CLIENT_ID: 'id',
    RATE_LIMITS: 'maybe',
  })
  expect(await server.ended).toBe(1)
  for (const name of [
    'PORT',
    'PUBLIC_URL',
    'SECRET',
    'SMTP_URL',
    'MAIL_FROM',
    'GITHUB_CLIENT_SECRET',
    'RATE_LIMITS',
  ]) {
    expect(server.output.stderr).toContain(name)
  }
})

test('the server says at every start what its answers reveal and whether it limits anybody', async ({
  site,
}) => {
  const settings = { ...site.settings, DATA_FILE: `${site.settings.DATA_FILE}.other`, NODE_ENV: 'production' }
  const port = await freePort()
  const url = `http://localhost:${port}`
  for (const [answers, isTold] of [['plain', true] as const, ['private', false] as const]) {
    const changes = { PORT: String(port), PUBLIC_URL: url, REMINDER_ANSWERS: answers, RATE_LIMITS: 'off' }
    const server = runServer({ ...settings, ...changes })
    await untilReady(url, server)
    // The log is written in pieces; at the end all of it is there.
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.output.stdout.includes('REMINDER_ANSWERS=plain')).toBe(isTold)
    expect(server.output.stdout).toContain('RATE_LIMITS=off')
  }
})

test('a second server on the same file is refused, with the first one’s process id', async ({ site }) => {
  // On another port, and on the same.
  for (const PORT of ['1', site.settings.PORT ?? '']) {
    const server = runServer({ ...site.settings, PORT })
    expect(await server.ended).toBe(1)
    expect(server.output.stderr).toMatch(/in use by process \d+/)
  }
})

test('a busy port is said to be busy', async ({ site }) => {
  const server = runServer({ ...site.settings, DATA_FILE: `${site.settings.DATA_FILE}.other` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toMatch(/^HOST, PORT: .*EADDRINUSE/)
})

test('a file that cannot be read is refused, and not touched', async ({ site }) => {
  const file = site.settings.DATA_FILE ?? ''
  const torn = (await readFile(file, 'utf8')).slice(0, -5)
  await writeFile(`${file}.torn`, torn)
  const server = runServer({ ...site.settings, DATA_FILE: `${file}.torn` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toContain(`${file}.torn`)
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(torn)
})

/** A second site on the same stand-ins, with settings of its own. */
async function startSecond(site: TestSite, changes: Record<string, string> = {}) {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const file = `${site.settings.DATA_FILE}-2`
  const server = runServer({
    ...site.settings,
    PORT: port,
    PUBLIC_URL: site.url,
    DATA_FILE: file,
    ...changes,
  })
  await untilReady(url, server)
  const visitor = new Visitor(url)
  const callback = await visitor.choose(await visitor.begin('github'), 'ada')
  const read = () => readDataFile(file)
  return { server, read, arrive: () => visitor.get(callback.replace(site.url, url)) }
}

test('a stopping server finishes the request under way and keeps what it has not done', async ({ site }) => {
  const { server, read, arrive } = await startSecond(site)
  await site.mail.stop()
  site.github.faults.set('/api/v3/user', { kind: 'slow', ms: 700 })
  const answer = arrive()
  await expect.poll(() => site.github.requests).toContain('GET /api/v3/user')
  server.child.kill('SIGTERM')
  expect((await answer).headers.get('location')).toBe('/account')
  expect(await server.ended).toBe(0)
  expect(await read()).toMatchObject({
    accounts: [{ user: { username: 'ada' } }],
    jobs: [{ task: 'sendWelcomeEmail' }],
  })
})

test('a stopping server answers even who waits for a provider that says nothing', async ({ site }) => {
  const { server, arrive } = await startSecond(site)
  site.github.faults.set('/api/v3/user', { kind: 'hang' })
  const answer = arrive()
  await expect.poll(() => site.github.requests).toContain('GET /api/v3/user')
  const begun = Date.now()
  server.child.kill('SIGTERM')
  expect((await answer).headers.get('location')).toBe('/?error=unavailable')
  expect(await server.ended).toBe(0)
  expect(Date.now() - begun).toBeLessThan(10_000)
})

test('a stopping server does not wait for a mail server that says nothing', async ({ site }) => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const { server, read, arrive } = await startSecond(site, { SMTP_URL: `smtp://127.0.0.1:${port}` })
  const [[socket]] = await Promise.all([once(silent, 'connection'), arrive()])
  const begun = Date.now()
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(Date.now() - begun).toBeLessThan(10_000)
  expect(await read()).toMatchObject({ jobs: [{ task: 'sendWelcomeEmail' }] })
  socket.destroy()
  silent.close()
})

/** An HTTP/1.0 request without Host, as HAProxy's checks send it; the status of the answer, 0 when there is none. */
async function statusOverHttp10(port: number, request: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  socket.write(`${request} HTTP/1.0\r\n\r\n`)
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
}

test('a stopping server tells balancers at once, and takes connections for DRAIN_SECONDS', async ({
  site,
}) => {
  const port = await freePort()
  const file = `${site.settings.DATA_FILE}-drain`
  const server = runServer({
    ...site.settings,
    PORT: String(port),
    DATA_FILE: file,
    DRAIN_SECONDS: '2',
  })
  await untilReady(`http://localhost:${port}`, server)
  const ask = (request: string) => statusOverHttp10(port, request)
  expect([await ask('GET /readyz'), await ask('OPTIONS /')]).toEqual([200, 204])
  const begun = Date.now()
  server.child.kill('SIGTERM')
  await expect.poll(() => ask('GET /readyz'), { intervals: [10] }).toBe(503)
  expect(Date.now() - begun).toBeLessThan(1_000)
  expect([await ask('OPTIONS /'), await ask('GET /api/session')]).toEqual([503, 200])
  let lastAnswer = Date.now()
  while ((await ask('GET /healthz')) === 200) lastAnswer = Date.now()
  expect(lastAnswer - begun).toBeGreaterThan(1_800)
  expect(await server.ended).toBe(0)
})

test('balancers are answered though somebody holds 400 connections open, with 256 descriptors', async ({
  site,
}) => {
  const port = await freePort()
  const settings = { ...site.settings, PORT: String(port), DATA_FILE: `${site.settings.DATA_FILE}-many` }
  const server = runServer(settings, ['sh', '-c', 'ulimit -n 256 && exec "$@"', 'sh'])
  await untilReady(`http://localhost:${port}`, server)
  const sockets = Array.from({ length: 400 }, () => connect(port, '127.0.0.1'))
  let opened = 0
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    socket.once('connect', () => {
      opened += 1
      socket.write('GET / HTTP/1.1\r\n')
    })
  }
  await expect.poll(() => opened).toBe(400)
  expect(await statusOverHttp10(port, 'GET /readyz')).toBe(200)
  const callback = await fetch(`http://localhost:${port}/auth/github`, { redirect: 'manual' })
  expect(callback.status).toBe(302)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(server.output.stdout).toMatch(/"descriptors":256,"connections":160/)
  expect(server.output.stdout).toContain('too many connections')
  for (const socket of sockets) socket.destroy()
})

test('npm run serve passes SIGTERM on to the server, and ends with it', async ({ site }) => {
  const port = await freePort()
  const settings = { ...site.settings, PORT: String(port), DATA_FILE: `${site.settings.DATA_FILE}-npm` }
  const npm = spawn('npm', ['run', 'serve'], {
    env: { ...settings, PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  npm.stdout.on('data', (text) => {
    output += text
  })
  const ended = once(npm, 'exit')
  const url = `http://localhost:${port}/readyz`
  const status = () =>
    fetch(url)
      .then((answer) => answer.status)
      .catch(() => 0)
  await expect.poll(status, { timeout: 15_000 }).toBe(200)
  npm.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await status()).toBe(0)
  expect(output).toContain('"stopped"')
})
