import { open, readFile } from 'node:fs/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { writeAndSync } from './durableFile.ts'
import { newFile } from './testStore.ts'

it('is written whole, though the disk takes a few bytes at a time', async () => {
  const file = await newFile()
  const handle = await open(file, 'w')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const { writev } = prototype
  const few = vi.spyOn(prototype, 'writev').mockImplementation(function (this: unknown, parts: unknown) {
    return writev.call(this, [Buffer.concat(parts as Buffer[]).subarray(0, 7)])
  })
  onTestFinished(() => few.mockRestore())
  const parts = ['{"a":', '', '"something longer than seven bytes"', ',', '"b":1', '}']
  await writeAndSync(
    file,
    parts.map((part) => Buffer.from(part)),
  )
  expect(await readFile(file, 'utf8')).toBe(parts.join(''))
})
