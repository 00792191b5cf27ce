import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endedByItself, runServer } from '../support/server.ts'
import { Checks, type Row } from './row.ts'
import { isRoot } from './tools.ts'

/** Debian's user "nobody". The server runs as this user, because root may write anywhere. */
const NOBODY = 65_534

const SETTINGS = { SECRET: 'x'.repeat(32), SMTP_URL: 'smtp://127.0.0.1:9', PORT: '1' }

/** Paths where the server cannot write its data file. It must refuse to start and name the file. */
export const folders: Row = {
  name: 'folders',
  fault: 'read-only folder, missing folder, folder where the file should be',
  async run() {
    const checks = new Checks()
    const folder = await mkdtemp(join(tmpdir(), 'doorman-folders-'))
    try {
      const files = await prepare(folder)
      for (const file of files) await refuses(file, checks)
      checks.tookPlace(files.length, 5, 'places refused')
      checks.that(!existsSync(join(folder, 'missing')), 'a missing folder of two levels was made')
    } finally {
      await rm(folder, { recursive: true })
    }
    return { figures: '5 places refused at the start, each by its name', checks }
  },
}

async function prepare(folder: string): Promise<string[]> {
  const at = (...names: string[]) => join(folder, ...names)
  await mkdir(at('read-only'))
  await chmod(at('read-only'), 0o555)
  await mkdir(at('is-a-folder.json'))
  await writeFile(at('is-a-file'), '')
  await mkdir(at('foreign'))
  await writeFile(
    at('foreign', 'doorman.json'),
    '{"version":1,"users":[],"links":[],"sessions":[],"jobs":[]}',
  )
  await chmod(at('foreign', 'doorman.json'), 0o000)
  if (isRoot()) for (const name of ['', 'foreign', 'is-a-folder.json']) await chown(at(name), NOBODY, NOBODY)
  return [
    at('read-only', 'doorman.json'),
    at('missing', 'twice', 'doorman.json'),
    at('is-a-folder.json'),
    at('is-a-file', 'doorman.json'),
    at('foreign', 'doorman.json'),
  ]
}

async function refuses(file: string, checks: Checks): Promise<void> {
  const asNobody = isRoot() ? ['setpriv', `--reuid=${NOBODY}`, '--clear-groups'] : []
  const server = runServer({ ...SETTINGS, DATA_FILE: file }, asNobody)
  const code = await endedByItself(server)
  const { stderr } = server.output
  // The sentence may name a file beside the data file, whose path begins with the same path.
  const isSentence =
    /^DATA_FILE: (The data file )?\//.test(stderr) && stderr.includes(file) && stderr.trim().endsWith('.')
  checks.that(code === 1 && isSentence, `${file}: exit ${code}, ${stderr}`)
}
