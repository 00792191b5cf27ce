/**
 * `npm run torture -- --mutations`: takes one defence after another out of a copy of the built server and runs the row
 * that stands guard over it. A row that still holds guards nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One defence: the row that must notice its absence, and the code that is it. */
interface Mutation {
  row: string
  defence: string
  file: string
  code: string
  instead: string
}

const MUTATIONS: Mutation[] = [
  {
    row: 'kill',
    defence: 'waiting for the write',
    file: 'store/file/fileStore.js',
    code: 'await commits.commit(transaction);',
    instead: 'void commits.commit(transaction);',
  },
  {
    row: 'power-cut',
    defence: 'fsync',
    file: 'store/file/durableFile.js',
    code: 'await handle.sync();',
    instead: '',
  },
  {
    row: 'mid-job',
    defence: 'parking what was interrupted',
    file: 'jobs/runJob.js',
    code: 'job.wasInterrupted && !task.isRepeatable',
    instead: 'false',
  },
  {
    row: 'mid-job',
    defence: 'taking back the leases of who was killed',
    file: 'store/file/fileStore.js',
    code: 'releaseLeases(database.data);',
    instead: '',
  },
  {
    row: 'deletion',
    defence: 'completing what broke off',
    file: 'deletion/finishDeletion.js',
    code: 'if (!leaving)',
    instead: 'if (true)',
  },
  {
    row: 'disk',
    defence: 'undoing what was refused',
    file: 'store/file/groupCommit.js',
    code: 'transaction.undo();',
    instead: 'void transaction;',
  },
  {
    row: 'disk',
    defence: 'putting back',
    file: 'store/file/durableFile.js',
    code: 'await this.#putBack();',
    instead: '',
  },
  {
    row: 'damage',
    defence: 'checksum',
    file: 'store/file/document.js',
    code: 'sha256(content) !== checksum',
    instead: 'false',
  },
  {
    row: 'damage',
    defence: 'refusing to begin empty',
    file: 'store/file/adapter.js',
    code: 'if (kept === undefined)',
    instead: 'if (true)',
  },
  {
    row: 'second',
    defence: 'lock',
    file: 'store/file/lock.js',
    code: 'await isAlive(holder)',
    instead: 'false',
  },
  {
    row: 'folders',
    defence: 'a sentence instead of an error',
    file: 'store/file/fileStore.js',
    code: 'function refuse(cause, file) {',
    instead: 'function refuse(cause) { throw cause;',
  },
  {
    row: 'clock',
    defence: 'watching the clock',
    file: 'clock.js',
    code: 'Math.abs(byMs) < TOLERANCE_MS',
    instead: 'true',
  },
  {
    row: 'mail',
    defence: 'counting no tries in an outage',
    file: 'mail/mailer.js',
    code: 'await transport.verify();',
    instead: '',
  },
  {
    row: 'mail',
    defence: 'retry',
    file: 'jobs/runJob.js',
    code: 'job.attempts >= MAX_ATTEMPTS',
    instead: 'true',
  },
  {
    row: 'providers',
    defence: 'time-out',
    file: 'signin/doors.js',
    code: 'within(ANSWER_WITHIN_MS,',
    instead: 'within(60_000,',
  },
  {
    row: 'providers',
    defence: 'reading a token’s answer with care',
    file: 'providers/passport.js',
    code: 'client.getOAuthAccessToken = ',
    instead: 'client.unused = ',
  },
  { row: 'sigterm', defence: 'draining', file: 'main.js', code: 'drain(), ', instead: '' },
  {
    row: 'sigterm',
    defence: 'waiting for jobs',
    file: 'jobs/inProcess.js',
    code: 'while (this.#open.size > 0)',
    instead: 'while (false)',
  },
  {
    row: 'clients',
    defence: 'looking for slow clients often',
    file: 'http/server.js',
    code: 'connectionsCheckingInterval: LOOK_EVERY_MS',
    instead: 'connectionsCheckingInterval: 60_000',
  },
]

const COPY = 'dist/mutant'

/** The server, a file for each of its sources, so that a defence can be found in them. */
const MODULES = 'dist/modules'

const ROW_WITHIN_MS = 120_000

/** Runs all of them; false when a row did not notice. */
export function runMutations(rows: readonly string[]): boolean {
  const chosen = MUTATIONS.filter(({ row }) => rows.length === 0 || rows.includes(row))
  execFileSync('npx', ['--no-install', 'tsc', '-p', 'server'], { stdio: 'inherit' })
  const survivors = chosen.filter((mutation) => !isNoticed(mutation))
  rmSync(COPY, { recursive: true, force: true })
  console.log(`\n${chosen.length - survivors.length} of ${chosen.length} missing defences noticed`)
  return survivors.length === 0
}

function isNoticed({ row, defence, file, code, instead }: Mutation): boolean {
  rmSync(COPY, { recursive: true, force: true })
  cpSync(MODULES, join(COPY, 'server'), { recursive: true })
  cpSync('dist/client', join(COPY, 'client'), { recursive: true })
  const path = join(COPY, 'server', file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(code)) throw new Error(`${file} has no "${code}": the mutation is out of date`)
  writeFileSync(path, text.replaceAll(code, instead))
  const env = { ...process.env, DOORMAN_MAIN: join(COPY, 'server/main.js') }
  const args = ['tsx', 'e2e/torture/torture.ts', '--short', row]
  const { status, stdout } = spawnSync('npx', args, { env, encoding: 'utf8', timeout: ROW_WITHIN_MS })
  const symptom = /^ {2}! (.*)$/m.exec(stdout)?.[1] ?? ''
  console.log(
    `| ${row} | without ${defence} | ${status === 0 ? 'NOT NOTICED' : 'red'} | ${symptom.slice(0, 120)} |`,
  )
  return status !== 0
}
