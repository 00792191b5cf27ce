import { readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from '../../log.ts'
import { type Tombstone, tombstoneSchema } from '../account.ts'
import { ifThere, syncFolder, writeSynced } from './disk.ts'

/** The name of the list beside the data file. */
export function deletedListPath(file: string): string {
  return `${file}.deleted`
}

/** The tombstones of the list. An incomplete line is left out: the store has that tombstone, too. */
export async function readDeletedList(file: string): Promise<Tombstone[]> {
  const text = await ifThere(readFile(deletedListPath(file), 'utf8'))
  return text?.split('\n').flatMap(parseLine) ?? []
}

function parseLine(line: string): Tombstone[] {
  try {
    return [tombstoneSchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}

/**
 * The tombstones of all deleted people, in a file of its own that survives a restored backup. A copy from before a
 * deletion brings the person back; this list tells whom to delete again. It contains no personal data.
 */
export class DeletedList {
  readonly #file: string
  readonly #log: Pick<Logger, 'error'>
  readonly #byUser: Map<string, Tombstone>
  /** Whether the file may lack a tombstone, or end in a torn line. */
  #isBehind = true
  #last: Promise<void> = Promise.resolve()

  /** `tombstones`: what `readDeletedList` returned. */
  constructor(file: string, log: Pick<Logger, 'error'>, tombstones: readonly Tombstone[]) {
    this.#file = file
    this.#log = log
    this.#byUser = new Map(tombstones.map((each) => [each.userId, each]))
  }

  get tombstones(): Tombstone[] {
    return [...this.#byUser.values()]
  }

  /**
   * Adds tombstones. Never throws: the store itself has them, and a failed write is repeated with the next addition or
   * at the next start.
   */
  add(tombstones: readonly Tombstone[]): Promise<void> {
    const news = tombstones.filter(({ userId }) => !this.#byUser.has(userId))
    if (news.length === 0) return this.#last
    for (const each of news) this.#byUser.set(each.userId, each)
    return this.#write(news)
  }

  /** Removes tombstones from before `keptSince` (Unix ms), as the store does. */
  prune(keptSince: number): Promise<void> {
    const old = this.tombstones.filter(({ deletedAt }) => Date.parse(deletedAt) < keptSince)
    if (old.length === 0) return this.#last
    for (const { userId } of old) this.#byUser.delete(userId)
    this.#isBehind = true
    return this.#write([])
  }

  #write(news: readonly Tombstone[]): Promise<void> {
    this.#last = this.#last.then(async () => {
      try {
        const append = () => writeSynced(deletedListPath(this.#file), textOf(news), 'a')
        await (this.#isBehind ? this.#rewrite() : append())
      } catch (error) {
        this.#isBehind = true
        this.#log.error({ err: error }, 'the list of deleted accounts cannot be written')
      }
    })
    return this.#last
  }

  async #rewrite(): Promise<void> {
    this.#isBehind = false
    const path = deletedListPath(this.#file)
    const temporary = `${path}.tmp`
    await rm(temporary, { force: true })
    await writeSynced(temporary, textOf(this.tombstones), 'wx')
    await rename(temporary, path)
    await syncFolder(dirname(path))
  }
}

function textOf(tombstones: readonly Tombstone[]): string {
  return tombstones.map((each) => `${JSON.stringify(each)}\n`).join('')
}
