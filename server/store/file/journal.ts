import { fstatSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './durably.ts'

/** A text of all lines that wait could be longer than V8 allows. */
const LINES_A_WRITE = 1_000

/** A file that grows at its end. What `append` has acknowledged is on the disk; of what it has refused nothing stays. */
export class Journal {
  readonly path: string
  readonly #handle: FileHandle
  #size: number
  /** Whether the file may hold more than was acknowledged. */
  #isTorn = false

  private constructor(path: string, handle: FileHandle, size: number) {
    this.path = path
    this.#handle = handle
    this.#size = size
  }

  /** Begins an empty journal. One that is there holds nothing that was acknowledged. */
  static async begin(path: string): Promise<Journal> {
    const handle = await open(path, 'w', 0o600)
    try {
      await handle.sync()
      await syncFolder(dirname(path))
    } catch (error) {
      await handle.close()
      throw error
    }
    return new Journal(path, handle, 0)
  }

  /** In bytes. */
  get size(): number {
    return this.#size
  }

  /** Whether there is nothing in the file, not even a torn end. */
  get isEmpty(): boolean {
    return this.#size === 0 && !this.#isTorn
  }

  /** Resolves when the lines are on the disk. Throws when they are not, and cuts off what of them is there. */
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
      // A failure here is met again by the next append, which mends before it writes.
      await this.#mend().catch(() => undefined)
      throw error
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Returns where the file ends then. */
  async #write(lines: readonly string[]): Promise<number> {
    let end = this.#size
    for (let from = 0; from < lines.length; from += LINES_A_WRITE) {
      const bytes = Buffer.from(lines.slice(from, from + LINES_A_WRITE).join(''))
      // A disk that fills up takes only a part.
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
