import { createHash } from 'node:crypto'
import { fstatSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './disk.ts'
import { journalPath } from './journalFiles.ts'
import type { Change } from './memory.ts'

/** The text of all waiting lines could exceed V8's limit. */
const LINES_A_WRITE = 1_000

/** A file that grows at its end. Acknowledged lines are on the disk; nothing remains of refused ones. */
export class Journal {
  readonly path: string
  /** The number of its first commit. */
  readonly first: number
  readonly #handle: FileHandle
  #size = 0
  /** Whether the file may hold more than the acknowledged lines. */
  #isTorn = false

  private constructor(path: string, first: number, handle: FileHandle) {
    this.path = path
    this.first = first
    this.#handle = handle
  }

  /** Begins an empty journal beside `file`. An existing file of its name holds nothing acknowledged. */
  static async begin(file: string, first: number): Promise<Journal> {
    const path = journalPath(file, first)
    const handle = await open(path, 'w', 0o600)
    try {
      await handle.sync()
      await syncFolder(dirname(path))
    } catch (error) {
      await handle.close()
      // The names of the journals tell where each of them ends, and the present one goes on.
      await rm(path)
      throw error
    }
    return new Journal(path, first, handle)
  }

  /** In bytes. */
  get size(): number {
    return this.#size
  }

  /** Whether the file is empty, without even a torn end. */
  get isEmpty(): boolean {
    return this.#size === 0 && !this.#isTorn
  }

  /** Resolves when the lines are on the disk. Otherwise throws, and cuts off what was written of them. */
  async append(lines: readonly string[]): Promise<void> {
    await this.#mend()
    const { size, nlink } = fstatSync(this.#handle.fd)
    if (nlink === 0) throw new Error(`${this.path} was removed; restart the server`)
    if (size !== this.#size) throw new Error(`another process has changed ${this.path}`)
    this.#isTorn = true
    try {
      const end = await this.#write(lines)
      await this.#handle.datasync()
      this.#size = end
      this.#isTorn = false
    } catch (error) {
      // If this fails, the next append mends the file before it writes.
      await this.#mend().catch(() => undefined)
      throw error
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Returns the new end of the file. */
  async #write(lines: readonly string[]): Promise<number> {
    let end = this.#size
    for (let from = 0; from < lines.length; from += LINES_A_WRITE) {
      const bytes = Buffer.from(lines.slice(from, from + LINES_A_WRITE).join(''))
      // A disk that fills up accepts only a part.
      for (let written = 0; written < bytes.length; )
        written += (await this.#handle.write(bytes, written, bytes.length - written, end + written))
          .bytesWritten
      end += bytes.length
    }
    return end
  }

  async #mend(): Promise<void> {
    if (!this.#isTorn) return
    await this.#handle.truncate(this.#size)
    await this.#handle.sync()
    this.#isTorn = false
  }
}

/** A commit in the journal. */
export interface Commit {
  /** Increases by one from commit to commit, across all journals. */
  number: number
  /** Unix milliseconds. */
  at: number
  changes: readonly Change[]
}

const CHECKSUM_LENGTH = 16

const LINE = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{16}) /

/** Formats a commit as a line: number, time, checksum of everything else, changes as JSON. */
export function formatLine({ number, at, changes }: Commit): string {
  const json = JSON.stringify(changes)
  return `${number} ${at} ${checksumOf(number, at, json)} ${json}\n`
}

/** Parses a line without its line feed. Returns undefined when it is incomplete or damaged. */
export function parseLine(line: string): Commit | undefined {
  const [prefix, number = '', at = '', checksum = ''] = LINE.exec(line) ?? []
  if (prefix === undefined) return undefined
  const json = line.slice(prefix.length)
  if (checksumOf(number, at, json) !== checksum) return undefined
  // The checksum proves that Doorman wrote this text.
  return { number: Number(number), at: Number(at), changes: JSON.parse(json) as Change[] }
}

function checksumOf(number: number | string, at: number | string, json: string): string {
  const hash = createHash('sha256').update(`${number} ${at} `).update(json)
  return hash.digest('hex').slice(0, CHECKSUM_LENGTH)
}
