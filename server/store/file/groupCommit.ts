import type { Logger } from '../../log.ts'
import { StoreUnavailable } from '../store.ts'

/** Changes made in memory that can be taken back. Later ones must have been undone before. */
export interface Undoable {
  undo(): void
}

interface Waiting {
  transaction: Undoable
  resolve: () => void
  reject: (error: Error) => void
}

const HEAL_EVERY_MS = 1_000

const NOTHING: Undoable = { undo: () => undefined }

/**
 * Makes transactions durable. Writing the file is the slow part, so all that wait share the next write. When one fails,
 * its transactions and all made since are undone, newest first: none of them was acknowledged, so none may remain.
 * From then on it tries by itself to write, until it can.
 */
export class GroupCommit {
  readonly #write: () => Promise<void>
  readonly #log: Pick<Logger, 'error' | 'info'>
  #waiting: Waiting[] = []
  #isFlushing = false
  #flushed: Promise<void> = Promise.resolve()
  #hasFailed = false
  #healing: NodeJS.Timeout | undefined

  constructor(write: () => Promise<void>, log: Pick<Logger, 'error' | 'info'>) {
    this.#write = write
    this.#log = log
  }

  /** Whether the last write failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Whether everything in memory is durable. */
  get isIdle(): boolean {
    return !this.#isFlushing
  }

  /** Resolves when the transaction is durable. Throws `StoreUnavailable`, with it undone, when it cannot be. */
  commit(transaction: Undoable): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ transaction, resolve, reject })
      if (!this.#isFlushing) this.#flushed = this.#flush()
    })
  }

  /** Writes all there is, though nothing has changed. Throws `StoreUnavailable`. */
  rewrite(): Promise<void> {
    return this.commit(NOTHING)
  }

  /** Resolves when nothing waits any more; from then on nothing is written. */
  async close(): Promise<void> {
    clearTimeout(this.#healing)
    while (this.#isFlushing) await this.#flushed
    clearTimeout(this.#healing)
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true
    // Lets everything that happens at the same time join.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#write()
        this.#noteSuccess()
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        this.#noteFailure(cause)
        this.#refuse([...batch, ...this.#waiting], cause)
      }
    }
    // In the same breath as the last look: who comes in between would wait for ever.
    this.#isFlushing = false
  }

  #refuse(refused: Waiting[], cause: unknown): void {
    this.#waiting = []
    for (const { transaction } of refused.toReversed()) transaction.undo()
    const error = new StoreUnavailable('the data file cannot be written', { cause })
    for (const { reject } of refused) reject(error)
  }

  #noteSuccess(): void {
    clearTimeout(this.#healing)
    if (this.#hasFailed) this.#log.info('the data file can be written again')
    this.#hasFailed = false
  }

  #noteFailure(failure: unknown): void {
    if (!this.#hasFailed)
      this.#log.error({ err: failure }, 'the data file cannot be written; what is asked is refused')
    this.#hasFailed = true
    clearTimeout(this.#healing)
    // A failure has been noted here by the time it gets there.
    this.#healing = setTimeout(() => this.rewrite().catch(() => undefined), HEAL_EVERY_MS).unref()
  }
}
