import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  enqueue,
  killedCopy,
  newFile,
  newFolder,
  numbersIn,
  open,
  options,
} from '../../../e2e/support/testDataFile.ts'
import { accountOf, sessionOf } from '../contract/fixtures.ts'
import { StoreRefused } from '../storeRefused.ts'
import { openFileStore } from './fileStore.ts'

const canMount =
  spawnSync('mount', ['--bind', '/tmp', '/tmp']).status === 0 && spawnSync('umount', ['/tmp']).status === 0

/** What a killed process left: a snapshot with one job, the older generation, and a journal with three more jobs. */
async function killed(): Promise<{ file: string; journal: string }> {
  const first = await newFile()
  const before = await openFileStore(options(first))
  await enqueue(before, 0)
  await before.store.close()
  const storage = await open(first)
  for (const n of [1, 2, 3]) await enqueue(storage, n)
  const file = await killedCopy(first)
  return { file, journal: `${file}.journal-2` }
}

/** Opens the file, closes it again and returns the numbers of its jobs. */
async function restarted(file: string): Promise<number[]> {
  const storage = await openFileStore(options(file))
  await storage.store.close()
  return numbersIn(file)
}

const refusalOf = (file: string) =>
  openFileStore(options(file)).then(
    async ({ store }) => {
      await store.close()
      return undefined
    },
    (error: Error) => {
      expect(error).toBeInstanceOf(StoreRefused)
      return error.message
    },
  )

describe('a journal', () => {
  it('loses at its end, at every length it may be torn to, only what was never acknowledged', async () => {
    const { file, journal } = await killed()
    const whole = await readFile(journal)
    const lines = whole.toString().split('\n')
    for (let length = 0; length <= whole.length; length += 3) {
      await truncate(journal, 0)
      await writeFile(journal, whole.subarray(0, length))
      const count = lines.slice(1).filter((_, n) => lines.slice(0, n + 1).join('\n').length < length).length
      expect(await numbersIn(file)).toEqual([0, 1, 2, 3].slice(0, count + 1))
    }
  })

  it('goes on after a torn line, which is gone for good', async () => {
    const { file, journal } = await killed()
    await truncate(journal, (await readFile(journal)).length - 5)
    const storage = await openFileStore(options(file))
    await enqueue(storage, 4)
    expect(await numbersIn(file)).toEqual([0, 1, 2, 4])
    await storage.store.close()
    expect(await restarted(file)).toEqual([0, 1, 2, 4])
  })

  it('is refused with any bit flipped, and left as it is', async () => {
    const { file, journal } = await killed()
    const whole = await readFile(journal)
    for (let bit = 0; bit < whole.length * 8; bit += 19) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      await writeFile(journal, flipped)
      expect(await refusalOf(file)).toContain(`${journal} is damaged: line `)
      expect(await readFile(journal)).toEqual(flipped)
    }
    const message = await refusalOf(file)
    expect(message).toContain('line 3')
    expect(message).toContain('Everything up to commit 3 ')
    expect(message).toContain('Nothing was touched')
  }, 60_000)

  it('is refused when a line or a whole journal is missing', async () => {
    const { file, journal } = await killed()
    const whole = await readFile(journal, 'utf8')
    const [first, , third] = whole.split('\n')
    await writeFile(journal, `${first}\n${third}\n`)
    expect(await refusalOf(file)).toContain('line 2 is commit 4, but the commits 3 to 3 are missing')
    await writeFile(journal, whole)
    const again = await open(file)
    await enqueue(again, 4)
    const later = await killedCopy(file)
    await rm(`${later}.journal-2`)
    expect(await refusalOf(later)).toContain('line 1 is commit 5, but the commits 2 to 4 are missing')
  })
})

describe('a snapshot', () => {
  it('is refused at every length it may be torn to, and left as it is', async () => {
    const { file } = await killed()
    const whole = await readFile(file)
    for (let length = 0; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length))
      expect(await refusalOf(file)).toContain(`${file} is damaged`)
      expect(await readFile(file)).toEqual(whole.subarray(0, length))
    }
  }, 60_000)

  it('is refused with any bit flipped, and the older generation makes up for it', async () => {
    const { file } = await killed()
    const whole = await readFile(file)
    for (let bit = 0; bit < whole.length * 8; bit += 13) {
      const flipped = Buffer.from(whole)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      await writeFile(file, flipped)
      expect(await refusalOf(file)).toContain(`${file}.1 and the journals are good up to commit 4`)
    }
    await cp(`${file}.1`, file)
    expect(await restarted(file)).toEqual([0, 1, 2, 3])
  }, 60_000)

  it('is not replaced by an empty one when it is gone', async () => {
    const { file } = await killed()
    await rm(file)
    expect(await refusalOf(file)).toContain(
      `missing, but its journals or its older generation are there. ${file}.1`,
    )
    expect(existsSync(file)).toBe(false)
    await rename(`${file}.1`, join(dirname(file), 'elsewhere'))
    expect(await refusalOf(file)).toContain('no older snapshot')
  })

  it('is taken at its word when it was edited by hand and its checksum taken out', async () => {
    const file = await newFile()
    const storage = await openFileStore(options(file))
    await enqueue(storage, 1)
    await storage.store.close()
    const { checksum: _, ...document } = JSON.parse(await readFile(file, 'utf8'))
    document.jobs[0].payload.n = '7'
    await writeFile(file, JSON.stringify(document, null, 2))
    expect(await restarted(file)).toEqual([7])
    expect(await readFile(file, 'utf8')).toContain('"checksum"')
  })

  it('is refused when it was edited and the checksum left in', async () => {
    const file = await newFile()
    const storage = await openFileStore(options(file))
    await enqueue(storage, 1)
    await storage.store.close()
    await writeFile(file, JSON.stringify(JSON.parse(await readFile(file, 'utf8')), null, 2))
    expect(await refusalOf(file)).toContain('checksum')
  })

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"version":3}',
    '{"version":1,"users":[{}],"links":[],"sessions":[],"jobs":[]}',
  ])('is refused when it holds %j, by its name and with what to do', async (text) => {
    const file = await newFile()
    await writeFile(file, text)
    const message = await refusalOf(file)
    expect(message).toContain(`${file} is damaged`)
    expect(message).toContain('backup')
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})

describe('what is no damage', () => {
  /** A file edited by hand. */
  async function edited(edit: (document: Record<string, unknown[]>) => void): Promise<string> {
    const file = await newFile()
    const { store } = await openFileStore(options(file))
    const account = accountOf({ username: 'ada' }, { uid: '1' })
    await store.create(account, { begins: sessionOf(account.user.id) })
    await store.close()
    const { checksum: _, ...document } = JSON.parse(await readFile(file, 'utf8'))
    edit(document)
    await writeFile(file, JSON.stringify(document))
    return file
  }

  it.each([
    [
      'a session without its user',
      ({ accounts }: Record<string, unknown[]>) => accounts?.pop(),
      'who is not in the file',
    ],
    [
      'a username of two',
      ({ accounts }: Record<string, unknown[]>) => accounts?.push(accountOf({ username: 'ADA' })),
      'two accounts have the username ada',
    ],
    [
      'an identity of two',
      ({ accounts }: Record<string, unknown[]>) => accounts?.push(accountOf({}, { uid: '1' })),
      'two accounts have the identity github:1',
    ],
  ])('names %s, and suggests no backup', async (_what, edit, sentence) => {
    const message = await refusalOf(await edited(edit))
    expect(message).toContain(sentence)
    expect(message).not.toContain('backup')
  })

  it.skipIf(process.geteuid?.() !== 0)(
    'names the owner of what may not be read, and suggests no backup',
    async () => {
      const { file } = await killed()
      await chmod(dirname(file), 0o755)
      process.seteuid?.(65_534)
      const message = await refusalOf(file).finally(() => process.seteuid?.(0))
      expect(message).toContain('permission denied. The server runs as user 65534, the owner is user 0.')
      expect(message).not.toContain('backup')
      expect(await restarted(file)).toEqual([0, 1, 2, 3])
    },
  )

  it.skipIf(!canMount)('says to mount the folder when the file is a mount of its own', async () => {
    const { file } = await killed()
    const mounted = join(await newFolder(), 'doorman.json')
    await writeFile(mounted, '')
    execFileSync('mount', ['--bind', file, mounted])
    onTestFinished(() => void spawnSync('umount', [mounted]))
    expect(await refusalOf(mounted)).toContain(`mount its folder ${dirname(mounted)} instead`)
    expect(await readdir(dirname(mounted))).toEqual(['doorman.json'])
  })

  it('is a folder in place of the file, a file in place of the folder, or no folder at all', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'file'), '')
    await mkdir(join(folder, 'folder'))
    for (const path of ['folder', 'file/doorman.json', 'a/b/doorman.json']) {
      expect(await refusalOf(join(folder, path))).toContain(join(folder, path))
    }
    expect(existsSync(join(folder, 'a'))).toBe(false)
  })
})
