import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter } from 'lowdb'
import { Damaged } from './damaged.ts'
import { ifThere, syncFolder } from './disk.ts'
import { type Header, type RowsByTable, type Snapshot, TABLES } from './document.ts'
import type { Lock } from './lock.ts'
import { parseEdited } from './parseEdited.ts'
import { slices } from './slices.ts'

/** The path of the older snapshot. */
export function olderSnapshot(file: string): string {
  return `${file}.1`
}

/** The number of the older snapshot: Infinity when there is none, and 0 when it cannot be read. */
export async function numberOfOlder(file: string): Promise<number> {
  const begin = await ifThere(text(createReadStream(olderSnapshot(file), { end: 255 })))
  if (begin === undefined) return Number.POSITIVE_INFINITY
  return Number(/^\{"version":2,"number":(\d+),/.exec(begin)?.[1] ?? 0)
}

/** The pause between two slices, for other work. */
const PAUSE_MS = 2

/**
 * lowdb's adapter for the snapshot. lowdb's own adapter neither syncs nor yields. The text is JSON with one row a line,
 * and ends with the SHA-256 of everything before it.
 */
export class SnapshotFile implements Adapter<Snapshot> {
  readonly #file: string
  readonly #lock: Pick<Lock, 'ensureHeld'>
  /** Set when the process ends: it writes without pauses. */
  isHurried = false
  /** The size of the file when it was last written or read; 0: there is none. */
  bytes = 0
  /** Whether the file has our checksum. A file that was edited by hand or is of version 1 has none. */
  isOurs = false
  /** The number of the file when it was last written or read. */
  #number = 0

  /** Leave `lock` out where no other process can use the file. */
  constructor(file: string, lock: Pick<Lock, 'ensureHeld'> = { ensureHeld: async () => undefined }) {
    this.#file = file
    this.#lock = lock
  }

  /** Returns null when there is no file. Throws `Damaged` when it is damaged. */
  async read(): Promise<Snapshot | null> {
    const bytes = await ifThere(readFile(this.#file))
    if (!bytes) return null
    this.bytes = bytes.length
    const content = bytes.subarray(0, Math.max(bytes.length - CHECKSUM_BYTES, 0))
    const [, checksum] = CHECKSUM.exec(bytes.toString('latin1', content.length)) ?? []
    this.isOurs = checksum !== undefined
    if (this.isOurs && createHash('sha256').update(content).digest('hex') !== checksum)
      throw new Damaged(this.#file, 'its checksum does not fit its content')
    const snapshot = this.isOurs ? parseRows(content) : parseEdited(bytes.toString('utf8'), this.#file)
    this.#number = snapshot.number
    return snapshot
  }

  /**
   * Replaces the file. The old one becomes the older generation, unless it may hold a trace of a deleted account. A
   * crash leaves the old or the new content.
   */
  async write(snapshot: Snapshot): Promise<void> {
    const temporary = `${this.#file}.tmp`
    try {
      await rm(temporary, { force: true })
      const bytes = await this.#writeSlices(temporary, snapshot)
      await this.#lock.ensureHeld()
      const older = olderSnapshot(this.#file)
      await rm(older, { force: true })
      if (this.#number >= snapshot.forgotten) await ifThere(link(this.#file, older))
      await rename(temporary, this.#file)
      await syncFolder(dirname(this.#file))
      this.bytes = bytes
      this.#number = snapshot.number
    } catch (error) {
      // On a full disk the torn file would take up the missing space.
      await rm(temporary, { force: true }).catch(() => undefined)
      throw error
    }
  }

  async #writeSlices(path: string, snapshot: Snapshot): Promise<number> {
    const hash = createHash('sha256')
    const handle = await open(path, 'wx', 0o600)
    let bytes = 0
    try {
      for (const lines of slices(linesOf(snapshot))) {
        const slice = Buffer.from(lines.join(''))
        hash.update(slice)
        // From the present end of the file, however little the disk accepts at a time.
        await handle.writeFile(slice)
        bytes += slice.length
        if (!this.isHurried) await sleep(PAUSE_MS)
      }
      await handle.writeFile(`"checksum":"${hash.digest('hex')}"}\n`)
      bytes += CHECKSUM_BYTES
      await handle.sync()
    } finally {
      await handle.close()
    }
    return bytes
  }
}

/** The text without its last line. */
function* linesOf(snapshot: Snapshot): Generator<string> {
  const { version, number, savedAt, forgotten } = snapshot
  yield `${JSON.stringify({ version, number, savedAt, forgotten }).slice(0, -1)},\n`
  for (const table of TABLES) {
    yield `"${table}":[\n`
    const rows: readonly object[] = snapshot[table]
    for (const [index, row] of rows.entries())
      yield `${JSON.stringify(row)}${index < rows.length - 1 ? ',' : ''}\n`
    yield '],\n'
  }
}

const CHECKSUM = /^"checksum":"([0-9a-f]{64})"\}\n$/
const CHECKSUM_BYTES = 79

/** The checksum proves that Doorman wrote the text. */
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
    // A file of an older version has fewer tables and ends here.
    if (at >= content.length) continue
    nextLine()
    for (let line = nextLine(); line !== '],'; line = nextLine())
      parsed.push(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line))
  }
  return { ...header, ...(rows as unknown as RowsByTable) }
}
