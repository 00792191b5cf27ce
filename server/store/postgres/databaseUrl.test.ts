import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { ask, startDatabaseServer } from '../../../e2e/support/database.ts'
import { newDatabase, testSealer } from '../../../e2e/support/testDatabase.ts'
import { StoreRefused } from '../storeRefused.ts'
import { openPostgresStore } from './postgresStore.ts'

const log = { warn: () => undefined }

const open = (url: string) => openPostgresStore({ url, now: Date.now, log, sealer: testSealer })

async function refusalOf(url: string): Promise<string> {
  const error = await open(url).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StoreRefused)
  return (error as Error).message
}

async function works(url: string): Promise<void> {
  const { store } = await open(url)
  await store.check()
  await store.close()
}

/** A server with TLS and a self-signed certificate, and a socket. */
async function startSecureServer() {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-tls-'))
  await chmod(folder, 0o777)
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject],
    ...['-keyout', key, '-out', certificate],
  ])
  const server = await startDatabaseServer([`unix_socket_directories=${folder}`])
  onTestFinished(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  return { server, folder, key, certificate }
}

describe('the address of a database', () => {
  it('may have a password with special characters, else it says how to write them', async () => {
    const { host, pathname } = new URL(await newDatabase())
    const message = await refusalOf(`postgres://postgres:a#b/c@${host}${pathname}`)
    expect(message).toMatch(/^DATABASE_URL: .*# as %23.*\.$/)
    expect(message).not.toContain('a#b')
    expect(await refusalOf(`postgres://postgres:wrong@${host}${pathname}`)).toMatch(/check user and password/)
  })

  it('may ask for TLS where there is none', async () => {
    const url = inject('databaseServer')
    expect(await refusalOf(`${url}?sslmode=require`)).toMatch(
      /turn TLS on in PostgreSQL, or leave sslmode out/,
    )
  })

  it('may name a socket, and the authority of the certificate', async () => {
    const { server, folder, key, certificate } = await startSecureServer()
    const { port, username, password } = new URL(server.url)
    await works(`postgres://${username}:${password}@/postgres?host=${folder}&port=${port}`)

    // When root starts it, the server runs as another user, who must own its key.
    const { uid, gid } = await stat(join(folder, `.s.PGSQL.${port}`))
    await chown(key, uid, gid)
    await ask(server.url, `alter system set ssl_cert_file = '${certificate}'`)
    await ask(server.url, `alter system set ssl_key_file = '${key}'`)
    await ask(server.url, 'alter system set ssl = on')
    await ask(server.url, 'select pg_reload_conf()')
    await expect
      .poll(() => refusalOf(`${server.url}?sslmode=require`))
      .toMatch(/sslmode=verify-full&sslrootcert=/)
    await works(`${server.url}?sslmode=verify-full&sslrootcert=${certificate}`)
    const other = server.url.replace('localhost', '127.0.0.1')
    expect(await refusalOf(`${other}?sslmode=verify-full&sslrootcert=${certificate}`)).toMatch(
      /use a name of the host that its certificate has/,
    )
  }, 60_000)
})
