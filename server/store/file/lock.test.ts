import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { bundle } from '../../../e2e/support/bundle.ts'
import { acquireLock, type Holder, setAside } from './lock.ts'

/** It needs root, or a kernel that lets every user create namespaces. */
const canUnshare = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-lock-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'doorman.json')
}

/** `lock.ts` as JavaScript. */
let bundled = ''

beforeAll(async () => {
  const { file, remove } = await bundle(join(import.meta.dirname, 'lock.ts'))
  bundled = file
  return remove
})

/** Another process that tries to take the lock, reports "held" or the refusal, and then stays. */
async function contender(file: string, { inNamespace = false } = {}) {
  const script = `
    import { acquireLock } from ${JSON.stringify(bundled)}
    const word = await acquireLock(${JSON.stringify(file)}).then(() => 'held', (error) => error.message)
    process.stdout.write(word)
    setInterval(() => {}, 1000)`
  const command = [process.execPath, '--input-type=module', '-e', script]
  const isolated = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', ...command]
  const [name = '', ...args] = inNamespace ? isolated : command
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await exit
  }
  onTestFinished(kill)
  const [word] = await once(child.stdout, 'data')
  return { word: String(word), pid: child.pid, kill }
}

describe('the lock', () => {
  it('is refused to a second process, with the first one’s id', async () => {
    const file = await newFile()
    const first = await contender(file)
    expect(first.word).toBe('held')
    await expect(acquireLock(file)).rejects.toThrow(`in use by process ${first.pid}`)
  })

  it('is refused to the same process too', async () => {
    const file = await newFile()
    const lock = await acquireLock(file)
    await expect(acquireLock(file)).rejects.toThrow(`process ${process.pid}`)
    await lock.release()
    await (await acquireLock(file)).release()
  })

  it('never outlives a process that was killed', async () => {
    const file = await newFile()
    const first = await contender(file)
    await first.kill()
    await (await acquireLock(file)).release()
  })

  it('never outlives a process that nobody has buried yet', async () => {
    const file = await newFile()
    // The shell becomes "sleep", which never collects its child.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const pid = Number(await once(parent.stdout, 'data'))
    const stat = () => readFile(`/proc/${pid}/stat`, 'utf8')
    await expect.poll(stat).toContain(') Z ')
    await writeFile(`${file}.lock`, JSON.stringify({ pid, startedAt: null, id: 'x' }))
    await (await acquireLock(file)).release()
  })

  it('goes to exactly one of many who find a stale one', async () => {
    const file = await newFile()
    const dead = await contender(file)
    await dead.kill()
    const contenders = await Promise.all(Array.from({ length: 6 }, () => contender(file)))
    const holders = contenders.filter(({ word }) => word === 'held')
    expect(holders).toHaveLength(1)
    expect(JSON.parse(await readFile(`${file}.lock`, 'utf8')).pid).toBe(holders[0]?.pid)
  })

  it('is put back when a rival had taken it before the stale one could be moved', async () => {
    const path = `${await newFile()}.lock`
    const [stale, rival]: Holder[] = ['stale', 'rival'].map((id) => ({ pid: 1, startedAt: null, id }))
    if (!stale) throw new Error('there is a stale holder')
    await writeFile(path, JSON.stringify(rival))
    await setAside(path, stale)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(rival)
    await writeFile(path, JSON.stringify(stale))
    await setAside(path, stale)
    expect(await readdir(join(path, '..'))).toEqual([])
  })

  it('ends nobody when its heartbeat cannot read it, as when too many files are open', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = await newFile()
    const lock = await acquireLock(file)
    await rename(`${file}.lock`, `${file}.aside`)
    await mkdir(`${file}.lock`)
    expect(() => vi.advanceTimersByTime(2_000)).not.toThrow()
    await rmdir(`${file}.lock`)
    await rename(`${file}.aside`, `${file}.lock`)
    await lock.ensureHeld()
    await lock.release()
  })

  it('is not fooled by a process id that was given out again, nor by an empty file', async () => {
    const file = await newFile()
    const reused = JSON.stringify({ pid: process.pid, startedAt: '1', id: 'x' })
    for (const text of [reused, '', '{}', '{"pid":"x"}']) {
      await writeFile(`${file}.lock`, text)
      await (await acquireLock(file)).release()
    }
    expect(await readdir(join(file, '..'))).toEqual([])
  })

  describe('of another PID namespace', () => {
    const FOREIGN = JSON.stringify({ pid: 1, startedAt: null, id: 'x', namespace: 'pid:[1]' })
    const touch = (path: string, at = new Date()) => utimes(path, at, at)

    it('is refused while its heartbeat goes on', async () => {
      const file = await newFile()
      await writeFile(`${file}.lock`, FOREIGN)
      const beating = setInterval(() => void touch(`${file}.lock`), 200)
      onTestFinished(() => clearInterval(beating))
      await expect(acquireLock(file)).rejects.toThrow('in use by process 1 in another container')
    })

    it('does not block when its heartbeat stopped long ago', async () => {
      const file = await newFile()
      await writeFile(`${file}.lock`, FOREIGN)
      await touch(`${file}.lock`, new Date(Date.now() - 5_100))
      const begun = performance.now()
      await (await acquireLock(file)).release()
      expect(performance.now() - begun).toBeLessThan(2_000)
    })

    it('does not block for longer than five seconds when its process was killed just now', async () => {
      const file = await newFile()
      await writeFile(`${file}.lock`, FOREIGN)
      const begun = performance.now()
      await (await acquireLock(file)).release()
      expect(performance.now() - begun).toBeGreaterThan(4_000)
    }, 30_000)

    it('beats while it is held, and not when another has taken it', async () => {
      const file = await newFile()
      const lock = await acquireLock(file)
      const path = `${file}.lock`
      const old = new Date(Date.now() - 60_000)
      await touch(path, old)
      await expect.poll(async () => (await stat(path)).mtimeMs, { timeout: 5_000 }).toBeGreaterThan(+old)
      const own = await readFile(path, 'utf8')
      await writeFile(path, FOREIGN)
      await touch(path, old)
      await sleep(1_500)
      expect((await stat(path)).mtimeMs).toBeCloseTo(+old, -1)
      await writeFile(path, own)
      await lock.release()
    })

    it.skipIf(!canUnshare)(
      'is refused to a process that cannot see the holder, until the holder is dead',
      async () => {
        const file = await newFile()
        const holder = await contender(file, { inNamespace: true })
        expect(holder.word).toBe('held')
        await expect(acquireLock(file)).rejects.toThrow('in another container')
        expect((await contender(file, { inNamespace: true })).word).toContain('in another container')
        await holder.kill()
        await (await acquireLock(file)).release()
      },
      60_000,
    )
  })
})
