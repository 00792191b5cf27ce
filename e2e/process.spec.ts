import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'
import { runServer } from './server.ts'
import { Visitor } from './standins/visitor.ts'

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

test('a second server on the same file is refused, with the first one’s process id', async ({ site }) => {
  const server = runServer({ ...site.settings, PORT: '1' })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toMatch(/in use by process \d+/)
})

test('a busy port is said to be busy', async ({ site }) => {
  const server = runServer({ ...site.settings, DATA_FILE: `${site.settings.DATA_FILE}.other` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toContain('EADDRINUSE')
})

test('a file that cannot be read is refused, and not touched', async ({ site }) => {
  const file = site.settings.DATA_FILE ?? ''
  const torn = (await readFile(file, 'utf8')).slice(0, -5)
  const { writeFile } = await import('node:fs/promises')
  await writeFile(`${file}.torn`, torn)
  const server = runServer({ ...site.settings, DATA_FILE: `${file}.torn` })
  expect(await server.ended).toBe(1)
  expect(server.output.stderr).toContain(`${file}.torn`)
  expect(await readFile(`${file}.torn`, 'utf8')).toBe(torn)
})

test('a stopping server finishes the request under way and keeps what it has not done', async ({ site }) => {
  const folder = `${site.settings.DATA_FILE}-2`
  const port = String(Number(site.settings.PORT) + 1)
  const url = `http://localhost:${port}`
  const settings = { ...site.settings, PORT: port, PUBLIC_URL: site.url, DATA_FILE: folder }
  const server = runServer(settings)
  const { untilReady } = await import('./server.ts')
  await untilReady(url, server)
  await site.mail.stop()

  const visitor = new Visitor(url)
  const callback = await visitor.choose(await visitor.begin('github'), 'ada')
  site.github.faults.set('/api/v3/user', { kind: 'slow', ms: 700 })
  const answer = visitor.get(callback.replace(site.url, url))
  await expect.poll(() => site.github.requests).toContain('GET /api/v3/user')
  server.child.kill('SIGTERM')
  expect((await answer).headers.get('location')).toBe('/account')
  expect(await server.ended).toBe(0)
  const { users, jobs } = JSON.parse(await readFile(folder, 'utf8'))
  expect(users).toMatchObject([{ username: 'ada' }])
  expect(jobs).toMatchObject([{ task: 'sendWelcomeEmail', state: 'waiting' }])
})
