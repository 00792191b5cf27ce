import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { freePort } from './standins/server.ts'
import { expect, test } from './support/fixtures.ts'
import { statusOverHttp10 } from './support/http10.ts'
import { runServer, untilReady } from './support/server.ts'

test('the server refuses to start with wrong settings, and names all of them', async () => {
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

test('the server warns at every start of REMINDER_ANSWERS=plain and RATE_LIMITS=off', async ({ site }) => {
  const settings = { ...site.settings, DATA_FILE: `${site.settings.DATA_FILE}.other`, NODE_ENV: 'production' }
  const port = await freePort()
  const url = `http://localhost:${port}`
  for (const [answers, isTold] of [['plain', true] as const, ['private', false] as const]) {
    const changes = { PORT: String(port), PUBLIC_URL: url, REMINDER_ANSWERS: answers, RATE_LIMITS: 'off' }
    const server = runServer({ ...settings, ...changes })
    await untilReady(url, server)
    // The server writes its log in batches; after its end the log is complete.
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(server.output.stdout.includes('REMINDER_ANSWERS=plain')).toBe(isTold)
    expect(server.output.stdout).toContain('RATE_LIMITS=off')
  }
})

test('a second server on the same data file refuses to start, and names the first one’s process id', async ({
  site,
}) => {
  for (const PORT of ['1', site.settings.PORT ?? '']) {
    const server = runServer({ ...site.settings, PORT })
    expect(await server.ended).toBe(1)
    expect(server.output.stderr).toMatch(/^DATA_FILE: .* in use by process \d+/)
  }
})

test('the server refuses to start on a busy port', async ({ site }) => {
  const server = runServer({ ...site.settings, DATA_FILE: `${site.settings.DATA_FILE}.other` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toMatch(/^HOST, PORT: .*EADDRINUSE/)
})

test('the server refuses to start on a damaged data file, and does not change it', async ({ site }) => {
  const file = site.settings.DATA_FILE ?? ''
  const torn = (await readFile(file, 'utf8')).slice(0, -5)
  await writeFile(`${file}.torn`, torn)
  const server = runServer({ ...site.settings, DATA_FILE: `${file}.torn` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toContain(`DATA_FILE: ${file}.torn is damaged`)
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(torn)
})

test('with 256 descriptors and 400 idle connections, the server still answers balancers', async ({
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
