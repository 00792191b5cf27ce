import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openFileStore } from './fileStore.ts'
import { SCHEDULE } from './files.ts'
import { enqueue, newFile, newFolder, numbersIn, options } from './testStore.ts'

/** Called before and after each change of a name in the folder, and after each write. */
const steps = vi.hoisted(() => ({ onStep: () => {} }))

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>()
  const names = ['link', 'open', 'rename', 'rm', 'truncate'] as const
  const watched = names.map((name) => [
    name,
    async (...given: unknown[]) => {
      steps.onStep()
      const result = await (original[name] as (...given: unknown[]) => Promise<unknown>)(...given)
      steps.onStep()
      return result
    },
  ])
  return { ...original, ...Object.fromEntries(watched) }
})

/** A store that writes a snapshot after every few commits. */
const BUSY = { ...SCHEDULE, minJournalBytes: 1_000, supersededMs: 50 }

it('has everything acknowledged in the folder at every step of a snapshot', async () => {
  const file = await newFile()
  const copies = await newFolder()
  const kept: { folder: string; acknowledged: number }[] = []
  let acknowledged = -1
  const { store, queue } = await openFileStore(options(file), BUSY)
  steps.onStep = () => {
    const folder = join(copies, String(kept.length))
    cpSync(join(file, '..'), folder, { recursive: true, errorOnExist: false })
    kept.push({ folder, acknowledged })
  }
  onTestFinished(() => {
    steps.onStep = () => {}
  })
  let isClosed = false
  for (let n = 0; n < 60; n++) {
    await enqueue({ queue }, n)
    acknowledged = n
    // Later the snapshot is large, and a journal outgrows it seldom.
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await store.close().then(() => {
    isClosed = true
  })
  steps.onStep = () => {}
  expect(isClosed).toBe(true)
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
