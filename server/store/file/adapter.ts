import { readFile } from 'node:fs/promises'
import type { Adapter } from 'lowdb'
import { type Document, emptyDocument, parseDocument } from './document.ts'
import { DurableFile, generations } from './durableFile.ts'
import type { Lock } from './lock.ts'
import type { Memory } from './memory.ts'
import { StoreRefused } from './storeRefused.ts'

/** What the adapter works with. */
export interface AdapterOptions {
  file: string
  load(document: Document): Memory
  /** Unix milliseconds. */
  now: () => number
  /** Nothing is written without it. */
  lock: Pick<Lock, 'isHeld'>
}

/**
 * lowdb's adapter for one compact JSON file that survives a power cut. lowdb's own does not: it never fsyncs.
 * `read` throws `StoreRefused` for a file that is there but not whole, and for one that is gone while its last
 * generations are there; nothing ever overwrites such a file.
 */
export class DurableJsonFile implements Adapter<Memory> {
  readonly #options: AdapterOptions
  readonly #durable: DurableFile

  constructor(options: AdapterOptions) {
    this.#options = options
    this.#durable = new DurableFile(options.file)
  }

  async read(): Promise<Memory> {
    const { file, load } = this.#options
    try {
      const text = await readIfThere(file)
      if (text !== undefined) return load(parseDocument(text))
    } catch (cause) {
      throw await refusal(`The data file ${file} cannot be read as a whole.`, file, cause)
    }
    const { newest, older } = generations(file)
    const kept = (await readIfThere(newest)) ?? (await readIfThere(older))
    if (kept === undefined) return load(emptyDocument())
    throw await refusal(`The data file ${file} is missing, but its last generations are there.`, file)
  }

  /** What is written is settled before the first await: what a caller changes afterwards belongs to the next write. */
  async write(memory: Memory): Promise<void> {
    const text = await memory.toText(this.#options.now())
    if (!(await this.#options.lock.isHeld()))
      throw new Error('another process has taken the lock: end one of the two')
    await this.#durable.replace(text)
  }
}

async function refusal(fact: string, file: string, cause?: unknown): Promise<StoreRefused> {
  const advice = `${await newestGood(file)} Nothing has been touched. Put a good copy in its place, or move all of them away to begin empty.`
  return new StoreRefused(`${fact} ${advice}`, { cause })
}

/** A sentence on the newest generation that is whole. */
async function newestGood(file: string): Promise<string> {
  const { newest, older } = generations(file)
  for (const generation of [newest, older]) {
    const document = await readWhole(generation)
    if (!document) continue
    const savedAt = new Date(document.savedAt).toISOString()
    return `The newest good backup is ${generation} (${document.users.length} users, saved ${savedAt}).`
  }
  return 'There is no good backup beside it.'
}

async function readWhole(file: string): Promise<Document | undefined> {
  try {
    const text = await readIfThere(file)
    return text === undefined ? undefined : parseDocument(text)
  } catch {
    // Damaged as well, or not to be read: the next older one may be whole.
    return undefined
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
