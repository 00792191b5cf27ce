import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobsIn } from '../../../e2e/testSite.ts'
import { eventOf, signedUp } from '../contract/plans.ts'
import { storeContract } from '../contract.ts'
import { StoreUnavailable } from '../store.ts'
import { openFileStore } from './fileStore.ts'
import { enqueue, newFile, newFolder, open, options, ping } from './testStore.ts'

storeContract('file store', async () => open(await newFile()))

describe('the file store', () => {
  it('has everything again after it was closed and opened', async () => {
    const file = await newFile()
    const store = await open(file)
    await Promise.all(Array.from({ length: 50 }, (_, n) => enqueue(store, n)))
    await store.close()
    const before = jobsIn(await readFile(file, 'utf8'))
    const again = await open(file)
    expect(before).toHaveLength(50)
    expect(jobsIn(await readFile(file, 'utf8'))).toEqual(before)
    expect(await again.nextJobAt()).toBeLessThanOrEqual(Date.now())
  })

  it('writes at the end what a failed write left unwritten', async () => {
    const file = await newFile()
    const store = await open(file)
    await store.record([eventOf({ id: 'noted' })])
    await mkdir(`${file}.tmp`)
    await expect(enqueue(store, 1)).rejects.toThrow(StoreUnavailable)
    await rmdir(`${file}.tmp`)
    await store.close()
    expect(await readFile(file, 'utf8')).toContain('"noted"')
  })

  it('hands out at once what a process was at when it ended', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 1)
    await store.claimJob({ owner: 'first', now: Date.now(), leaseUntil: Number.MAX_SAFE_INTEGER })
    await store.close()
    const again = await open(file)
    expect(await again.claimJob({ owner: 'second', now: 100, leaseUntil: 1_000 })).toMatchObject({
      wasInterrupted: true,
    })
  })

  it('hands out a job that bears repeating without a write, but not before it is stored itself', async () => {
    const file = await newFile()
    const store = await open(file)
    const inOrder: string[] = []
    const claim = { owner: 'me', now: Date.now() + 1_000, leaseUntil: Number.MAX_SAFE_INTEGER }
    const repeatable = { ...claim, repeatableTasks: [ping.name] }
    await Promise.all([
      enqueue(store, 1).then(() => inOrder.push('stored')),
      store.claimJob(repeatable).then((job) => inOrder.push(`handed out ${job?.payload.n}`)),
    ])
    expect(inOrder).toEqual(['stored', 'handed out 1'])
    const statesIn = async () => jobsIn(await readFile(file, 'utf8')).map(({ state }) => state)
    await enqueue(store, 2)
    await store.claimJob(repeatable)
    expect(await statesIn()).toEqual(['running', 'waiting'])
    await enqueue(store, 3)
    await store.claimJob(claim)
    expect(await statesIn()).toEqual(['running', 'running', 'running'])
  })

  it('notices at the start that the clock was set back meanwhile', async () => {
    const file = await newFile()
    const clock = { now: 10_000_000 }
    const withClock = { ...options(file), now: () => clock.now }
    const store = await openFileStore(withClock)
    await store.enqueue([ping.delay({ n: '1' }, { runAt: clock.now + 2_000 })])
    await store.close()
    clock.now -= 7_200_000
    const again = await openFileStore(withClock)
    expect(await again.nextJobAt()).toBe(clock.now + 2_000)
    await again.close()
  })

  it('goes where a symbolic link leads, and leaves the link', async () => {
    const file = await newFile()
    const store = await open(file)
    const link = `${file}.link`
    await symlink(file, link)
    await expect(openFileStore(options(link))).rejects.toThrow('in use by process')
    await store.close()
    await enqueue(await open(link), 1)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(jobsIn(await readFile(file, 'utf8'))).toHaveLength(1)
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
    const job = await store.claimJob({ owner: 'me', now: Date.now(), leaseUntil: 2 })
    await store.endJob({ jobId: job?.id ?? '', owner: 'me' }, { state: 'dead', reason: 'why' })
    expect(await readFile(file, 'utf8')).not.toContain('somebody')
    expect(jobsIn(await readFile(file, 'utf8'))).toMatchObject([{ state: 'dead', reason: 'why' }])
  })

  it('leaves nothing beside the data file and its generations when it is closed', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 3; n++) await enqueue(store, n)
    await store.check()
    await store.close()
    expect(await readdir(dirname(file))).toEqual(['doorman.json', 'doorman.json.1', 'doorman.json.2'])
  })

  it('writes neither into a generation nor for other people’s eyes what a crash left half done', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 3; n++) await enqueue(store, n)
    await store.close()
    const newest = await readFile(`${file}.1`, 'utf8')
    await link(`${file}.1`, `${file}.tmp`)
    await open(file)
    expect(await readFile(`${file}.2`, 'utf8')).toBe(newest)

    const other = await newFile()
    await writeFile(`${other}.tmp`, '')
    await chmod(`${other}.tmp`, 0o644)
    await open(other)
    expect((await stat(other)).mode & 0o777).toBe(0o600)
  })

  it('keeps the two contents before the present one', async () => {
    const file = await newFile()
    const store = await open(file)
    for (let n = 0; n < 4; n++) await enqueue(store, n)
    const files = [file, `${file}.1`, `${file}.2`]
    const counts = await Promise.all(files.map(async (name) => jobsIn(await readFile(name, 'utf8')).length))
    expect(counts).toEqual([4, 3, 2])
  })

  it('leaves no trace of a deleted account in any generation', async () => {
    const file = await newFile()
    const store = await open(file)
    const { session } = await signedUp(store)
    await store.deleteAccount(session.userId, [], [])
    for (const name of [file, `${file}.1`, `${file}.2`]) {
      expect(await readFile(name, 'utf8')).not.toContain(`user-${session.userId}`)
    }
  })

  it('does not write over what another process has taken for its own', async () => {
    const file = await newFile()
    const store = await open(file)
    await enqueue(store, 1)
    const before = await readFile(file, 'utf8')
    const lock = await readFile(`${file}.lock`, 'utf8')
    await writeFile(`${file}.lock`, JSON.stringify({ pid: 1, startedAt: null, id: 'another' }))
    await expect(enqueue(store, 2)).rejects.toThrow(StoreUnavailable)
    expect(await readFile(file, 'utf8')).toBe(before)
    await writeFile(`${file}.lock`, lock)
  })
})
