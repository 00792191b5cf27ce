import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreRefused } from '../storeRefused.ts'
import { allowing, ifThere } from './disk.ts'

/** The holder of a lock. */
export interface Holder {
  pid: number
  /** When the process began, on the kernel's clock; null where that is unknown. It detects reused process ids. */
  startedAt: string | null
  /** Tells two locks of one process apart. */
  id: string
  /**
   * The PID namespace; null where there are none. In another namespace, such as another container, `pid` means nothing.
   */
  namespace?: string | null
}

/** A lock that this process holds. */
export interface Lock {
  /** Throws if this process has lost it: it may have been stopped for long, and another container took it. */
  ensureHeld(): Promise<void>
  /** Gives the lock up if this process still holds it. */
  release(): Promise<void>
}

/** Several processes may find the same stale lock at once. In each round one of them succeeds. */
const MAX_ROUNDS = 20

/** After a takeover, a slower rival may still move the new lock aside, believing that it is the stale one. */
const RIVAL_MS = 50

/** The holder touches the lock this often. */
const BEAT_EVERY_MS = 1_000

/** A holder in another PID namespace without a heartbeat for this long is considered dead. */
const STALE_MS = 5_000

const LOOK_AGAIN_MS = 100

/**
 * Takes the lock `file.lock`. It takes over the lock of a dead process. A process in another PID namespace cannot be
 * seen: its lock is taken over when its heartbeat has stopped. Throws `StoreRefused` with the process id when another
 * process holds the lock.
 */
export async function acquireLock(file: string): Promise<Lock> {
  const path = `${file}.lock`
  const own: Holder = {
    pid: process.pid,
    startedAt: (await statOf(process.pid))?.startedAt ?? null,
    id: randomUUID(),
    namespace: await namespaceOf(),
  }
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    if (await claim(path, own)) {
      if (round > 1) await sleep(RIVAL_MS)
      if (await isHeld(path, own)) {
        return hold(path, own)
      }
    }
    const holder = read(path)
    if (holder && (await isHeldBy(holder, path))) {
      const where = isForeign(holder, own.namespace) ? ' in another container' : ''
      throw new StoreRefused(
        `The data file ${file} is in use by process ${holder.pid}${where}: only one may use it at a time.`,
      )
    }
    if (holder) await setAside(path, holder)
  }
  throw new StoreRefused(`The lock ${path} could not be taken: too many processes want it at once.`)
}

/** The process that currently holds the lock of the file, if any. */
export async function holderOf(file: string): Promise<Holder | undefined> {
  const path = `${file}.lock`
  const holder = read(path)
  return holder && (await isHeldBy(holder, path)) ? holder : undefined
}

/** In another namespace only the heartbeat tells. */
async function isHeldBy(holder: Holder, path: string): Promise<boolean> {
  return isForeign(holder, await namespaceOf()) ? isBeating(path) : isAlive(holder)
}

function isForeign({ namespace }: Holder, own: string | null | undefined): boolean {
  return namespace != null && namespace !== own
}

function hold(path: string, own: Holder): Lock {
  const beat = async () => {
    const now = new Date()
    if (read(path)?.id === own.id) await utimes(path, now, now)
  }
  // If a beat fails, the next write fails, too, because it needs the lock.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_EVERY_MS).unref()
  return {
    ensureHeld: async () => {
      if (!(await isHeld(path, own)))
        throw new Error('another process has taken the lock: end one of the two')
    },
    release: async () => {
      clearInterval(timer)
      if (read(path)?.id === own.id) await rm(path, { force: true })
    },
  }
}

/** Watches the heartbeat of an invisible holder until it beats, or has been silent for too long. */
async function isBeating(path: string): Promise<boolean> {
  const first = await beatOf(path)
  // The clock may have been set back: a heartbeat in the future counts as one of this moment.
  const age = Math.max(Date.now() - first, 0)
  for (let waited = age; waited < STALE_MS; waited += LOOK_AGAIN_MS) {
    await sleep(LOOK_AGAIN_MS)
    const latest = await beatOf(path)
    if (latest === 0) return false
    if (latest !== first) return true
  }
  return false
}

/** When the lock was last touched (Unix ms); 0 if it is gone. */
async function beatOf(path: string): Promise<number> {
  return (await ifThere(stat(path)))?.mtimeMs ?? 0
}

/** Null on a system without /proc, which has no PID namespaces. */
async function namespaceOf(): Promise<string | null> {
  return (await ifThere(readlink('/proc/self/ns/pid'))) ?? null
}

/** Creates the lock with its whole content in one step, so that nobody reads half of it. */
async function claim(path: string, own: Holder): Promise<boolean> {
  const draft = `${path}.${own.id}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  const linked = link(draft, path).then(() => true)
  try {
    return (await allowing(['EEXIST'], linked)) ?? false
  } finally {
    await rm(draft, { force: true })
  }
}

/** Moves a stale lock out of the way. If it turns out to be a new lock, puts it back. */
export async function setAside(path: string, stale: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  // A rival may be faster, or another process may hold the lock again. In both cases the next round looks again.
  await ifThere(rename(path, aside))
  if (read(aside)?.id !== stale.id) await allowing(['ENOENT', 'EEXIST'], link(aside, path))
  await rm(aside, { force: true })
}

/** A lock that was deleted by hand belongs to nobody, so this process takes it again. */
async function isHeld(path: string, own: Holder): Promise<boolean> {
  const holder = read(path)
  return holder ? holder.id === own.id : claim(path, own)
}

function read(path: string): Holder | undefined {
  try {
    // Synchronously, because each write reads these hundred bytes: asynchronously it took a quarter of a commit.
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // After a power cut a lock may be empty: nobody holds it.
    if (error instanceof SyntaxError) return { pid: 0, startedAt: null, id: '' }
    throw error
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const stat = await statOf(pid)
  if (!stat) return true
  // Z and X: the process has ended, but its parent has not collected it.
  const hasEnded = ['Z', 'X'].includes(stat.state)
  return !hasEnded && (startedAt === null || stat.startedAt === startedAt)
}

/**
 * Fields 3 and 22 of /proc/PID/stat (proc(5)). The second field may contain spaces, so count from behind its bracket.
 */
async function statOf(pid: number): Promise<{ state: string; startedAt: string } | null> {
  // Without /proc, or if the process has just ended, only its id is known.
  const stat = await allowing(['ENOENT', 'ESRCH'], readFile(`/proc/${pid}/stat`, 'utf8'))
  if (stat === undefined) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
}
