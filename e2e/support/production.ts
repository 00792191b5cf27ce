/**
 * `npm run production`: checks a copy of the project without dev dependencies, as operators use it. A build there names
 * what is missing, and every command that uses `dist` works. Needs the build that `npm test` makes.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../standins/server.ts'
import { startStandIns } from '../standins/standIns.ts'
import { createDatabase, startDatabaseServer } from './database.ts'

/** The files that operators copy, and the script that checks for dev dependencies before a build. */
const COPIED = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'dist',
  'e2e/support/requireDevDependencies.mjs',
]

interface Ended {
  status: number | null
  text: string
}

type Env = Record<string, string | undefined>

/** Runs npm in the copy. */
function npm(folder: string, args: string[], env: Env = {}): Ended {
  const { PATH, HOME } = process.env
  const inherited = Object.entries(process.env).filter(([name]) =>
    /^npm_config_|^NODE_EXTRA|_proxy$/i.test(name),
  )
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), PATH, HOME, ...env },
  })
  return { status, text: `${stdout}${stderr}` }
}

async function copyProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-production-'))
  for (const path of COPIED) await cp(path, join(folder, path), { recursive: true })
  return folder
}

/** Starts the server through npm, waits until it is ready, runs `work` and stops the server. */
async function whileServing(folder: string, env: Env, work: () => void): Promise<void> {
  const { PATH, HOME } = process.env
  const child = spawn('npm', ['run', 'serve'], { cwd: folder, env: { PATH, HOME, ...env }, stdio: 'ignore' })
  const ended = once(child, 'exit')
  try {
    const isReady = () =>
      fetch(`http://localhost:${env.PORT}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    const deadline = Date.now() + 30_000
    while (!(await isReady())) {
      assert(Date.now() < deadline && child.exitCode === null, 'the server is not ready')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    work()
  } finally {
    child.kill('SIGTERM')
  }
  assert.deepEqual(await ended, [0, null])
}

function expectWords({ status, text }: Ended, words: RegExp): void {
  assert.match(text, words)
  assert.equal(status, 0, text)
}

const database = await startDatabaseServer()
const folder = await copyProject()
const port = String(await freePort())
const standIns = await startStandIns({ siteUrl: `http://localhost:${port}` })
try {
  const installed = npm(folder, ['ci'], { NODE_ENV: 'production' })
  assert.equal(installed.status, 0, installed.text)
  const packages = await readdir(join(folder, 'node_modules'))
  assert(!packages.includes('vite') && packages.includes('koa'), 'only the dependencies are installed')

  for (const args of [['run', 'build'], ['start']]) {
    const { status, text } = npm(folder, args, { NODE_ENV: 'production' })
    assert.equal(status, 1)
    assert.match(text, /npm ci --include=dev && npm run build/)
  }

  const databaseUrl = await createDatabase(database.url)
  await mkdir(join(folder, 'data'))
  const settings = {
    ...{ NODE_ENV: 'production', PORT: port, SECRET: 'x'.repeat(32) },
    ...{ PUBLIC_URL: `http://localhost:${port}`, ...standIns.env },
  }
  const run = (args: string[], more: Env = {}) => npm(folder, ['run', ...args], { ...settings, ...more })
  await whileServing(folder, settings, () => {
    expectWords(run(['backup', '--', 'backup']), /0 accounts/)
  })
  // `run` blocks this process and so the stand-ins. The doctor asks the stand-ins, so it must run beside this process.
  const doctor = spawn('npm', ['run', 'doctor'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  doctor.stdout.on('data', (text) => {
    said += text
  })
  const [code] = await once(doctor, 'close')
  expectWords({ status: code, text: said }, /^ok +GitHub: it can be reached/m)
  expectWords(run(['restore', '--', 'backup']), /is in place: 0 accounts/)
  expectWords(run(['sessions:end']), /0 sessions ended/)
  const inDatabase = { DATABASE_URL: databaseUrl }
  expectWords(run(['import', '--', 'data/doorman.json'], inDatabase), /is in the database, compared/)
  expectWords(run(['export', '--', 'data/exported.json'], inDatabase), /is in data\/exported\.json/)
  await whileServing(folder, { ...settings, ...inDatabase }, () => {
    const refused = run(['export', '--', 'data/other.json'], inDatabase)
    assert.equal(refused.status, 1)
    assert.match(refused.text, /in use by a server: stop all servers first/)
    expectWords(run(['backup', '--', 'backup-of-database'], inDatabase), /0 accounts/)
  })
  console.log('serve, doctor, backup, restore, sessions:end, import and export run without dev dependencies')
} finally {
  await standIns.close()
  await database.close()
  await rm(folder, { recursive: true })
}
