import { cpSync, rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { enqueue, newFile, newFolder, numbersIn, options } from '../../../e2e/support/testDataFile.ts'
import { openFileStore } from './fileStore.ts'
import { SCHEDULE } from './schedule.ts'

/**
 * Until the test ends, calls `onStep` before and after each change of a name in a folder and each opening of a file.
 */
function watchFiles(onStep: () => void): void {
  for (const name of ['link', 'open', 'rename', 'rm', 'truncate'] as const) {
    const original = fs[name] as (...given: unknown[]) => Promise<unknown>
    const watched = async (...given: unknown[]) => {
      onStep()
      const result = await original(...given)
      onStep()
      return result
    }
    Object.assign(fs, { [name]: watched })
    onTestFinished(() => {
      Object.assign(fs, { [name]: original })
      syncBuiltinESMExports()
    })
  }
  // Files that import these functions by name get the watched ones from now on.
  syncBuiltinESMExports()
}

/** A schedule with a snapshot after every few commits. */
const BUSY = { ...SCHEDULE, minJournalBytes: 1_000, supersededMs: 50 }

it('has everything acknowledged in the folder at every step of a snapshot', async () => {
  const file = await newFile()
  const copies = await newFolder()
  const kept: { folder: string; acknowledged: number }[] = []
  let acknowledged = -1
  const { store, queue } = await openFileStore(options(file), BUSY)
  let isClosed = false
  watchFiles(() => {
    if (isClosed) return
    const folder = join(copies, String(kept.length))
    cpSync(join(file, '..'), folder, { recursive: true, errorOnExist: false })
    kept.push({ folder, acknowledged })
  })
  for (let n = 0; n < 80; n++) {
    await enqueue({ queue }, n)
    acknowledged = n
    // Later the snapshot is large, and a journal rarely outgrows it.
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await store.close()
  isClosed = true
  // Each snapshot takes more than ten steps.
  expect(kept.length).toBeGreaterThan(100)
  for (const { folder, acknowledged } of kept) {
    const copy = join(folder, 'doorman.json')
    rmSync(`${copy}.lock`, { force: true })
    const numbers = await numbersIn(copy)
    expect(numbers.slice(0, acknowledged + 1)).toEqual(Array.from({ length: acknowledged + 1 }, (_, n) => n))
    const again = await openFileStore(options(copy))
    await again.store.close()
    expect(await numbersIn(copy)).toEqual(numbers)
  }
}, 60_000)
