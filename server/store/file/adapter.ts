import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { type Document, emptyDocument, parseDocument } from './document.ts'
import type { Memory } from './memory.ts'
import { StoreRefused } from './storeRefused.ts'

/**
 * lowdb's adapter for one compact JSON file that survives a power cut. lowdb's own does not: it never fsyncs.
 * `read` throws `StoreRefused` for a file that is there but not whole; nothing ever overwrites such a file.
 */
export class DurableJsonFile implements Adapter<Memory> {
  readonly #file: string
  readonly #load: (document: Document) => Memory

  constructor(file: string, load: (document: Document) => Memory) {
    this.#file = file
    this.#load = load
  }

  async read(): Promise<Memory> {
    const text = await readIfThere(this.#file)
    if (text === undefined) return this.#load(emptyDocument())
    try {
      return this.#load(parseDocument(text))
    } catch (cause) {
      throw new StoreRefused(
        `The data file ${this.#file} cannot be read as a whole. It has not been touched. Put a backup in its place, or move it away to begin empty.`,
        { cause },
      )
    }
  }

  /** The text is made before the first await: what a caller changes afterwards belongs to the next write. */
  async write(memory: Memory): Promise<void> {
    await writeDurably(this.#file, JSON.stringify(memory.toDocument()))
  }
}

/**
 * Replaces the content of `file` so that a crash at any moment leaves the old or the new, whole. The order matters:
 * content on disk, then the name, then the folder that holds the name.
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`
  try {
    await writeAndSync(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    // On a full disk the torn file would take the room that is missing.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(file))
}

async function writeAndSync(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
