import { createHash } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter } from 'lowdb'
import { Damaged } from './damaged.ts'
import { type Header, type RowsByTable, type Snapshot, TABLES } from './document.ts'
import { ifThere, syncFolder } from './durably.ts'
import type { Lock } from './lock.ts'
import { parseEdited } from './parseEdited.ts'

/** An empty snapshot, from before the first commit. */
export function emptySnapshot(savedAt: number): Snapshot {
  const rows = Object.fromEntries(TABLES.map((table) => [table, []])) as unknown as RowsByTable
  return { version: 2, number: 0, savedAt, forgotten: 0, ...rows }
}

/** The name of the snapshot before the present one. */
export function olderSnapshot(file: string): string {
  return `${file}.1`
}

/** Between two slices others have the loop for so long. */
const PAUSE_MS = 2

/** The work of one slice. */
const SLICE_MS = 2

/** How many rows become text between two looks at the clock. */
const ROWS_A_LOOK = 16

/**
 * lowdb's adapter for the snapshot. lowdb's own neither syncs nor yields. The text is JSON with one row a line and the
 * SHA-256 of all that is before it at the end.
 */
export class SnapshotFile implements Adapter<Snapshot> {
  readonly #file: string
  readonly #lock: Pick<Lock, 'isHeld'>
  /** Set when the process ends: it writes without pauses. */
  isHurried = false
  /** Of the file as it was written or read last; 0: there is none. */
  bytes = 0
  /** Whether the file has our checksum. It is missing after an edit by hand and in a file of version 1. */
  isOurs = false

  /** `lock`: left out where nobody else can use the file. */
  constructor(file: string, lock: Pick<Lock, 'isHeld'> = { isHeld: async () => true }) {
    this.#file = file
    this.#lock = lock
  }

  /** Null when there is no file. Throws `Damaged` when it is not whole. */
  async read(): Promise<Snapshot | null> {
    const bytes = await readIfThere(this.#file)
    if (!bytes) return null
    this.bytes = bytes.length
    const { snapshot, isOurs } = parseSnapshot(bytes, this.#file)
    this.isOurs = isOurs
    return snapshot
  }

  /** Replaces the file and keeps the one before as the older generation. A crash leaves the old or the new content. */
  async write(snapshot: Snapshot): Promise<void> {
    const temporary = `${this.#file}.tmp`
    try {
      await rm(temporary, { force: true })
      const bytes = await this.#writeSlices(temporary, snapshot)
      if (!(await this.#lock.isHeld()))
        throw new Error('another process has taken the lock: end one of the two')
      await this.#keepOlder()
      await rename(temporary, this.#file)
      await syncFolder(dirname(this.#file))
      this.bytes = bytes
    } catch (error) {
      // On a full disk the torn file would take the room that is missing.
      await rm(temporary, { force: true }).catch(() => undefined)
      throw error
    }
  }

  async #writeSlices(path: string, snapshot: Snapshot): Promise<number> {
    const hash = createHash('sha256')
    const handle = await open(path, 'wx', 0o600)
    let bytes = 0
    try {
      for (const slice of slicesOf(snapshot)) {
        hash.update(slice)
        bytes += await write(handle, slice)
        if (!this.isHurried) await sleep(PAUSE_MS)
      }
      bytes += await write(handle, `"checksum":"${hash.digest('hex')}"}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return bytes
  }

  async #keepOlder(): Promise<void> {
    const older = olderSnapshot(this.#file)
    const next = `${older}.tmp`
    await rm(next, { force: true })
    await ifThere(link(this.#file, next))
    await ifThere(rename(next, older))
    // rename(2) does nothing when both are names of one file, as after a crash in between.
    await rm(next, { force: true })
  }
}

async function write(
  handle: { writeFile(text: Buffer): Promise<void> },
  text: string | Buffer,
): Promise<number> {
  const bytes = Buffer.from(text)
  // At the present end of the file, however little the disk takes at a time.
  await handle.writeFile(bytes)
  return bytes.length
}

/** The text without its last line, in pieces of two milliseconds' work. */
function* slicesOf(snapshot: Snapshot): Generator<string> {
  const { version, number, savedAt, forgotten } = snapshot
  let text = `${JSON.stringify({ version, number, savedAt, forgotten }).slice(0, -1)},\n`
  let begun = performance.now()
  for (const table of TABLES) {
    text += `"${table}":[\n`
    const rows: readonly object[] = snapshot[table]
    for (const [index, row] of rows.entries()) {
      text += `${JSON.stringify(row)}${index < rows.length - 1 ? ',' : ''}\n`
      if (index % ROWS_A_LOOK > 0 || performance.now() - begun < SLICE_MS) continue
      yield text
      text = ''
      begun = performance.now()
    }
    text += '],\n'
  }
  yield text
}

const CHECKSUM = /^"checksum":"([0-9a-f]{64})"\}\n$/
const CHECKSUM_BYTES = 79

/** Reads the bytes of the snapshot `file`. Throws `Damaged` when they are not whole. */
export function parseSnapshot(bytes: Buffer, file: string): { snapshot: Snapshot; isOurs: boolean } {
  const content = bytes.subarray(0, Math.max(bytes.length - CHECKSUM_BYTES, 0))
  const [, checksum] = CHECKSUM.exec(bytes.toString('latin1', content.length)) ?? []
  if (checksum === undefined) {
    return { snapshot: parseEdited(bytes.toString('utf8'), file), isOurs: false }
  }
  if (createHash('sha256').update(content).digest('hex') !== checksum) {
    throw new Damaged(file, 'its checksum does not fit its content')
  }
  return { snapshot: parseRows(content), isOurs: true }
}

/** The checksum proves that it is our own text. */
function parseRows(content: Buffer): Snapshot {
  let at = 0
  const nextLine = () => {
    const end = content.indexOf('\n', at)
    const line = content.toString('utf8', at, end)
    at = end + 1
    return line
  }
  const header = JSON.parse(`${nextLine().slice(0, -1)}}`) as Header
  const rows: Partial<Record<string, unknown[]>> = {}
  for (const table of TABLES) {
    const parsed: unknown[] = []
    rows[table] = parsed
    // A file of an older version ends here: it has fewer tables.
    if (at >= content.length) continue
    nextLine()
    for (let line = nextLine(); line !== '],'; line = nextLine())
      parsed.push(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line))
  }
  return { ...header, ...(rows as unknown as RowsByTable) }
}

/** Undefined when there is no such file. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
