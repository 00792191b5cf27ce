import { existsSync } from 'node:fs'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobsIn } from '../../../e2e/testSite.ts'
import { openFileStore } from './fileStore.ts'
import { StoreRefused } from './storeRefused.ts'
import { enqueue, newFile, newFolder, open, options } from './testStore.ts'

describe('a data file that cannot be used', () => {
  it('is refused at every length it may be torn to, and left as it is', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 3; n++) await enqueue(store, n)
    await store.close()
    const whole = await readFile(file, 'utf8')
    for (let length = 0; length < whole.length; length++) {
      await writeFile(file, whole.slice(0, length))
      await expect(openFileStore(options(file))).rejects.toThrow(StoreRefused)
      expect(await readFile(file, 'utf8')).toBe(whole.slice(0, length))
    }
  }, 30_000)

  it('is refused with any bit flipped, naming the newest good generation', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 3; n++) await enqueue(store, n)
    await store.close()
    const whole = await readFile(file)
    for (let bit = 0; bit < whole.length * 8; bit += 61) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      await writeFile(file, flipped)
      await expect(openFileStore(options(file))).rejects.toThrow(`The newest good backup is ${file}.1`)
      expect(await readFile(file)).toEqual(flipped)
    }
    await writeFile(`${file}.1`, '')
    await expect(openFileStore(options(file))).rejects.toThrow(`The newest good backup is ${file}.2`)
    await writeFile(`${file}.2`, '')
    await expect(openFileStore(options(file))).rejects.toThrow('There is no good backup')
  })

  it('is refused when it is gone and its generations are there', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 2; n++) await enqueue(store, n)
    await store.close()
    await rm(file)
    await expect(openFileStore(options(file))).rejects.toThrow(`The newest good backup is ${file}.1`)
    expect(existsSync(file)).toBe(false)
  })

  it('is taken at its word when somebody has edited it and taken the checksum out', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 1)
    await store.close()
    const { checksum: _, ...document } = JSON.parse(await readFile(file, 'utf8'))
    document.jobs[0].key = 'edited'
    await writeFile(file, JSON.stringify(document, null, 2))
    await open(file)
    expect(jobsIn(await readFile(file, 'utf8'))).toMatchObject([{ key: 'edited' }])
  })

  it.each([
    'null',
    '[]',
    '{}',
    '{"version":2,"users":[],"links":[],"sessions":[],"jobs":[]}',
    '{"version":1,"users":[{}],"links":[],"sessions":[],"jobs":[]}',
  ])('is refused when it holds %s, by its name and with what to do', async (text) => {
    const file = await newFile()
    await writeFile(file, text)
    await expect(openFileStore(options(file))).rejects.toThrow(file)
    await expect(openFileStore(options(file))).rejects.toThrow('backup')
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('is refused when it is a folder, when its folder is a file, or when even the folder above is missing', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'file'), '')
    for (const path of ['', 'file/doorman.json', 'a/b/doorman.json']) {
      await expect(openFileStore(options(join(folder, path)))).rejects.toThrow(StoreRefused)
    }
    expect(existsSync(join(folder, 'a'))).toBe(false)
  })

  it('is refused when the folder cannot be written', async () => {
    const folder = await newFolder()
    await chmod(folder, 0o555)
    const isRoot = process.geteuid?.() === 0
    // Root may write anywhere: be nobody for the while.
    if (isRoot) process.seteuid?.(65_534)
    await expect(openFileStore(options(join(folder, 'doorman.json')))).rejects.toThrow(StoreRefused)
    if (isRoot) process.seteuid?.(0)
    await chmod(folder, 0o700)
  })
})
