import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { jobsIn } from '../../../e2e/testSite.ts'
import { task } from '../../jobs/task.ts'
import { signedUp } from '../contract/plans.ts'
import { storeContract } from '../contract.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { openFileStore } from './fileStore.ts'
import { StoreRefused } from './storeRefused.ts'

const log = { error: () => undefined, info: () => undefined }
const options = (file: string) => ({ file, now: Date.now, log })

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function newFile(): Promise<string> {
  return join(await newFolder(), 'doorman.json')
}

async function open(file: string): Promise<Store> {
  const store = await openFileStore(options(file))
  onTestFinished(() => store.close())
  return store
}

const ping = task<{ n: string }, object>('ping', async () => {})
const enqueue = (store: Store, n: number) =>
  store.enqueue([ping.delay({ n: String(n) }, { key: `ping:${n}` })])

storeContract('file store', async () => open(await newFile()))

describe('the file store', () => {
  it('has everything again after it was closed and opened', async () => {
    const file = await newFile()
    const store = await open(file)
    await Promise.all(Array.from({ length: 50 }, (_, n) => enqueue(store, n)))
    await store.close()
    const before = await readFile(file, 'utf8')
    const again = await open(file)
    expect(jobsIn(await readFile(file, 'utf8'))).toHaveLength(50)
    expect(await readFile(file, 'utf8')).toBe(before)
    expect(await again.nextJobAt()).toBe(0)
  })

  it('hands out at once what a process was at when it ended', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 1)
    await store.claimJob({ owner: 'first', now: 100, leaseUntil: 1_000 })
    await store.close()
    const again = await open(file)
    expect(await again.claimJob({ owner: 'second', now: 100, leaseUntil: 1_000 })).toMatchObject({
      attempts: 2,
    })
  })

  it('keeps file and folder from other people’s eyes', async () => {
    const file = join(await newFolder(), 'data', 'doorman.json')
    await open(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700)
  })

  it('acknowledges a change made in reaction to another', async () => {
    const store = await open(await newFile())
    for (let n = 0; n < 20; n++) await enqueue(store, n)
    await enqueue(store, 100)
      .then(() => enqueue(store, 101))
      .then(() => enqueue(store, 102))
  })

  it('forgets what a job was about when it is given up', async () => {
    const file = await newFile()
    const store = await open(file)
    await store.enqueue([ping.delay({ n: 'somebody' })])
    const job = await store.claimJob({ owner: 'me', now: 1, leaseUntil: 2 })
    await store.endJob({ jobId: job?.id ?? '', owner: 'me' }, { state: 'dead', reason: 'why' })
    expect(await readFile(file, 'utf8')).not.toContain('somebody')
    expect(jobsIn(await readFile(file, 'utf8'))).toMatchObject([{ state: 'dead', reason: 'why' }])
  })

  it('leaves nothing beside the data file when it is closed', async () => {
    const file = await newFile()
    const store = await open(file)
    await store.check()
    await store.close()
    expect(await readdir(dirname(file))).toEqual(['doorman.json'])
  })
})

describe('a disk in trouble', () => {
  /** A folder in the way of the temporary file makes every write fail, for root too. */
  async function withObstacle(file: string, during: () => Promise<void>): Promise<void> {
    await mkdir(`${file}.tmp`)
    await writeFile(join(`${file}.tmp`, 'x'), '')
    await mkdir(`${file}.probe.tmp`)
    await writeFile(join(`${file}.probe.tmp`, 'x'), '')
    await during()
    await rm(`${file}.tmp`, { recursive: true })
    await rm(`${file}.probe.tmp`, { recursive: true })
  }

  it('makes every operation that waits fail, and nothing refused appears later', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 0)
    await withObstacle(file, async () => {
      const results = await Promise.allSettled([1, 2, 3].map((n) => enqueue(store, n)))
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
      }
      await expect(store.check()).rejects.toThrow(StoreUnavailable)
      expect(jobsIn(await readFile(file, 'utf8'))).toHaveLength(1)
    })
    await store.check()
    await enqueue(store, 2)
    const keys = jobsIn(await readFile(file, 'utf8')).map(({ key }) => key)
    expect(keys).toEqual(['ping:0', 'ping:2'])
  })

  it('leaves a record that two refused changes touched as it was before the first', async () => {
    const file = await newFile()
    const store = await open(file)
    const { session } = await signedUp(store)
    await withObstacle(file, async () => {
      const touches = [2_000, 3_000].map((time) => store.touchSession(session.idHash, time))
      for (const { status } of await Promise.allSettled(touches)) expect(status).toBe('rejected')
    })
    expect(await store.findSession(session.idHash, 0)).toMatchObject({ session: { lastSeenAt: 1_000 } })
  })

  it('is noticed by the check even before anything was refused', async () => {
    const file = await newFile()
    const store = await open(file)
    await withObstacle(file, () => expect(store.check()).rejects.toThrow(StoreUnavailable))
    await store.check()
  })

  it('is noticed when the folder is gone, and forgotten when it is back', async () => {
    const file = await newFile()
    const store = await open(file)
    const folder = dirname(file)
    await rename(folder, `${folder}-away`)
    await expect(enqueue(store, 1)).rejects.toThrow(StoreUnavailable)
    await rename(`${folder}-away`, folder)
    await enqueue(store, 1)
  })
})

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
