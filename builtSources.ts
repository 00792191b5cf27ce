import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** What a build is made from. The lock file stands for the packages. */
const SOURCES = [
  'client',
  'server',
  'vite.config.ts',
  'nativeModules.ts',
  'builtSources.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** What a build ends with; someone may have deleted a part of it. */
const RESULTS = ['dist/client/index.html', 'dist/server/main.js']

const STAMP = 'dist/sources.sha256'

/** Whether the project in `folder` is built from the sources as they are now, by a build that came to its end. */
export function isBuilt(folder: string): boolean {
  const stamp = join(folder, STAMP)
  if (![stamp, ...RESULTS.map((file) => join(folder, file))].every((file) => existsSync(file))) return false
  return readFileSync(stamp, 'utf8') === digestOf(folder)
}

/**
 * Writes a digest of the sources beside the build. The plugin compares contents because file times mislead: git gives
 * older sources a new time when it checks them out. It takes the digest when the build starts, because an editor may
 * save a file while the build runs.
 */
export function stampBuild(folder: string): Plugin {
  const stamp = join(folder, STAMP)
  let digest = ''
  return {
    name: 'stamp-build',
    apply: 'build',
    config() {
      // Until the end, nothing counts as built.
      rmSync(stamp, { force: true })
      digest = digestOf(folder)
    },
    buildApp: {
      order: 'post',
      async handler() {
        mkdirSync(join(folder, 'dist'), { recursive: true })
        writeFileSync(stamp, digest)
      },
    },
  }
}

function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) addTo(hash, folder, source)
  return hash.digest('hex')
}

/** Adds names and contents. Follows links: an owner may keep `server/site` elsewhere. */
function addTo(hash: ReturnType<typeof createHash>, folder: string, path: string): void {
  const file = join(folder, path)
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats || path.endsWith('.test.ts')) return
  if (stats.isDirectory()) {
    for (const name of readdirSync(file).sort()) addTo(hash, folder, `${path}/${name}`)
    return
  }
  const content = readFileSync(file)
  hash.update(`${path}\0${content.length}\0`).update(content)
}
