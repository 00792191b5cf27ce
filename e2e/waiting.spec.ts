import { expect, test } from '@playwright/test'
import { freePort } from './standins/server.ts'
import { type DatabaseServer, startDatabaseServer } from './support/database.ts'
import { type BuiltServer, runServer } from './support/server.ts'

let database: DatabaseServer

test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  database = await startDatabaseServer()
})
test.afterAll(() => database.close())

/** Starts a built server on the database, without waiting until it is ready. */
async function startOn(databaseUrl: string, settings: Record<string, string> = {}) {
  const port = await freePort()
  const server = runServer({ PORT: String(port), DATABASE_URL: databaseUrl, ...settings })
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status }) => status,
      () => 0,
    )
  return { ...server, ask }
}

const logOf = ({ output }: Pick<BuiltServer, 'output'>) => output.stdout

test('a server waits for its database, and serves as soon as it can connect', async () => {
  await database.crash()
  const server = await startOn(database.url)
  await expect.poll(() => server.ask('/healthz')).toBe(200)
  expect([await server.ask('/readyz'), await server.ask('/api/session')]).toEqual([503, 503])
  await expect.poll(() => logOf(server)).toContain('the database is not there yet; waiting for it')
  await database.start()
  await expect.poll(() => server.ask('/readyz')).toBe(200)
  expect(await server.ask('/api/session')).toBe(200)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('a waiting server answers below the path of PUBLIC_URL, and stops at SIGTERM', async () => {
  const nowhere = `postgres://localhost:${await freePort()}/doorman`
  const server = await startOn(nowhere, { PUBLIC_URL: 'http://localhost:1/door' })
  await expect.poll(() => server.ask('/door/healthz')).toBe(200)
  expect([await server.ask('/door/readyz'), await server.ask('/healthz')]).toEqual([503, 404])
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(logOf(server)).toContain('"stopped"')
})

test('a server does not wait if the settings of the database are wrong, and names the fault', async () => {
  const { host, username, password } = new URL(database.url)
  for (const [url, words] of [
    [`postgres://${username}:wrong@${host}/postgres`, /^DATABASE_URL: .*check user and password/],
    [`postgres://${username}:${password}@${host}/nowhere`, /^DATABASE_URL: .*"nowhere" does not exist/],
    ['mysql://localhost/doorman', /DATABASE_URL: must look like postgres:\/\//],
  ] as const) {
    const server = await startOn(url)
    expect(await server.ended).toBe(1)
    expect(server.output.stderr).toMatch(words)
    expect(server.output.stderr).not.toContain('    at ')
  }
})
