import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where the two contents before the present one are kept. */
export function generations(file: string): { newest: string; older: string } {
  return { newest: `${file}.1`, older: `${file}.2` }
}

/**
 * A file whose content is replaced as a whole: a crash at any moment leaves the old or the new. The order matters:
 * content on disk, then the name, then the folder that holds the name. What was there before stays beside it.
 */
export class DurableFile {
  readonly #file: string
  readonly #temporary: string
  /** Whether the present content is the newest generation already: after a failure it must not push out older ones. */
  #isKept = false

  constructor(file: string) {
    this.#file = file
    this.#temporary = `${file}.tmp`
  }

  /** Throws, with the old content in place, when the new one cannot be made to last. */
  async replace(text: readonly Buffer[]): Promise<void> {
    try {
      // What a crash left may be another name of a generation, or readable by others.
      await rm(this.#temporary, { force: true })
      await writeAndSync(this.#temporary, text)
      await this.#keepGeneration()
      await rename(this.#temporary, this.#file)
    } catch (error) {
      // On a full disk the torn file would take the room that is missing.
      await rm(this.#temporary, { force: true }).catch(() => undefined)
      throw error
    }
    try {
      await syncFolder(dirname(this.#file))
      this.#isKept = false
    } catch (error) {
      await this.#putBack()
      throw error
    }
  }

  async #keepGeneration(): Promise<void> {
    if (this.#isKept) return
    const { newest, older } = generations(this.#file)
    await ifThere(rename(newest, older))
    // After a crash both may be names of one file, and then renaming does nothing (rename(2)).
    await rm(newest, { force: true })
    await ifThere(link(this.#file, newest))
    this.#isKept = true
  }

  /** What is refused must not be there after a crash either. */
  async #putBack(): Promise<void> {
    const { newest } = generations(this.#file)
    try {
      await link(newest, this.#temporary)
      await rename(this.#temporary, this.#file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      await rm(this.#file)
    }
  }
}

/** Writes a new file, of these pieces, and makes sure that its content is on the disk. */
export async function writeAndSync(file: string, text: readonly Buffer[]): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    // Joined they would be copied, which takes as long as writing.
    for (let rest = text; rest.length > 0; ) rest = after((await handle.writev(rest)).bytesWritten, rest)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What is left of the pieces after so many bytes: a disk that fills up takes but a part. */
function after(bytes: number, parts: readonly Buffer[]): readonly Buffer[] {
  let left = bytes
  const first = parts.findIndex((part) => {
    left -= part.length
    return left < 0
  })
  const torn = parts[first]
  return torn ? [torn.subarray(torn.length + left), ...parts.slice(first + 1)] : []
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function ifThere(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
