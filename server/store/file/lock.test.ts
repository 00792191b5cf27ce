import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acquireLock, type Holder, setAside } from './lock.ts'

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-lock-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'doorman.json')
}

/** Another process that takes the lock and says "held", or why not, and then stays. */
async function contender(file: string) {
  const script = `
    import { acquireLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    const word = await acquireLock(${JSON.stringify(file)}).then(() => 'held', (error) => error.message)
    process.stdout.write(word)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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
    // The shell becomes "sleep", which does not wait for the child that it was left with.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
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

  it('is not fooled by a process id that was given out again, nor by an empty file', async () => {
    const file = await newFile()
    const reused = JSON.stringify({ pid: process.pid, startedAt: '1', id: 'x' })
    for (const text of [reused, '', '{}', '{"pid":"x"}']) {
      await writeFile(`${file}.lock`, text)
      await (await acquireLock(file)).release()
    }
    expect(await readdir(join(file, '..'))).toEqual([])
  })
})
