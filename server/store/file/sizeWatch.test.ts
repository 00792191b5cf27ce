import { writeFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'
import { createSizeWatch } from './sizeWatch.ts'
import { newFile } from './testStore.ts'

it('says once that the data file has outgrown its purpose', async () => {
  const file = await newFile()
  const warn = vi.fn()
  const look = createSizeWatch({ file, log: { warn } }, 10)
  await writeFile(file, 'x'.repeat(10))
  await look()
  expect(warn).not.toHaveBeenCalled()
  await writeFile(file, 'x'.repeat(11))
  await look()
  await look()
  expect(warn).toHaveBeenCalledExactlyOnceWith({ file, bytes: 11 }, expect.stringContaining('npm run import'))
})
