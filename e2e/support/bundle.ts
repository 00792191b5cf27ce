import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'vite'

/**
 * Bundles a module into one file of JavaScript for child processes: each of them would need a second of processor time
 * to load TypeScript. Returns the file and a function that removes it.
 */
export async function bundle(entry: string): Promise<{ file: string; remove(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'doorman-bundle-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: entry, outDir, rolldownOptions: { output: { entryFileNames: '[name].mjs' } } },
  })
  const file = join(outDir, `${basename(entry, '.ts')}.mjs`)
  return { file, remove: () => rm(outDir, { recursive: true }) }
}
