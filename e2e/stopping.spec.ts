import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { readDataFile } from '../server/store/file/readDataFile.ts'
import { freePort } from './standins/server.ts'
import { Visitor } from './standins/visitor.ts'
import { expect, type TestSite, test } from './support/fixtures.ts'
import { statusOverHttp10 } from './support/http10.ts'
import { runServer, untilReady } from './support/server.ts'

/** Starts a second server with the stand-ins of `site`. `arrive` ends a sign-in of Ada there. */
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

test('a stopping server finishes its requests, and keeps its waiting jobs', async ({ site }) => {
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

test('a stopping server answers a request that waits for a silent provider', async ({ site }) => {
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

test('a stopping server does not wait for a silent mail server', async ({ site }) => {
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

test('a stopping server answers balancers 503 at once, and accepts connections for DRAIN_SECONDS', async ({
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
