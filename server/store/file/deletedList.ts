import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Logger } from '../../log.ts'
import type { Tombstone } from '../account.ts'
import { syncFolder } from './durably.ts'
import { text, tombstone } from './rowSchemas.ts'
import { readIfThere } from './snapshot.ts'

/** The name of the list beside the data file. */
export function deletedListPath(file: string): string {
  return `${file}.deleted`
}

/** The tombstones of the list. An incomplete line is left out: the store has that tombstone, too. */
export async function readDeletedList(file: string): Promise<Tombstone[]> {
  const bytes = await readIfThere(deletedListPath(file))
  return (bytes?.toString('utf8') ?? '').split('\n').flatMap(parseLine)
}

function parseLine(line: string): Tombstone[] {
  const parsed = lineSchema.safeParse(line)
  return parsed.success ? [parsed.data] : []
}

const lineSchema = text
  .transform((line, ctx) => {
    try {
      return JSON.parse(line) as unknown
    } catch {
      ctx.addIssue({ code: 'custom', message: 'no JSON' })
      return z.NEVER
    }
  })
  .pipe(tombstone)

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

  private constructor(file: string, log: Pick<Logger, 'error'>, tombstones: readonly Tombstone[]) {
    this.#file = file
    this.#log = log
    this.#byUser = new Map(tombstones.map((each) => [each.userId, each]))
  }

  static async open(file: string, log: Pick<Logger, 'error'>): Promise<DeletedList> {
    return new DeletedList(file, log, await readDeletedList(file))
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
        await (this.#isBehind ? this.#rewrite() : this.#append(news))
      } catch (error) {
        this.#isBehind = true
        this.#log.error({ err: error }, 'the list of deleted accounts cannot be written')
      }
    })
    return this.#last
  }

  async #append(news: readonly Tombstone[]): Promise<void> {
    await writeSynced(deletedListPath(this.#file), { flags: 'a', tombstones: news })
  }

  async #rewrite(): Promise<void> {
    this.#isBehind = false
    const path = deletedListPath(this.#file)
    const temporary = `${path}.tmp`
    await rm(temporary, { force: true })
    await writeSynced(temporary, { flags: 'wx', tombstones: this.tombstones })
    await rename(temporary, path)
    await syncFolder(dirname(path))
  }
}

async function writeSynced(
  path: string,
  { flags, tombstones }: { flags: string; tombstones: readonly Tombstone[] },
): Promise<void> {
  const handle = await open(path, flags, 0o600)
  try {
    await handle.writeFile(tombstones.map((each) => `${JSON.stringify(each)}\n`).join(''))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
