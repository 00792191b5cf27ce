import type { Logger } from '../../log.ts'
import { StoreUnavailable } from '../store.ts'
import type { Transaction } from './memory.ts'

interface Waiting {
  transaction: Transaction
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * Makes transactions durable. Writing the file is the slow part, so all that wait share the next write. When one fails,
 * its transactions and all made since are undone, newest first: none of them was acknowledged, so none may remain.
 */
export class GroupCommit {
  readonly #write: () => Promise<void>
  readonly #log: Pick<Logger, 'error' | 'info'>
  #waiting: Waiting[] = []
  #isFlushing = false
  #flushed: Promise<void> = Promise.resolve()
  #hasFailed = false

  constructor(write: () => Promise<void>, log: Pick<Logger, 'error' | 'info'>) {
    this.#write = write
    this.#log = log
  }

  /** Whether the last write failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Resolves when the transaction is durable. Throws `StoreUnavailable`, with it undone, when it cannot be. */
  commit(transaction: Transaction): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ transaction, resolve, reject })
      if (!this.#isFlushing) this.#flushed = this.#flush()
    })
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.#isFlushing) await this.#flushed
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
        this.#note(undefined)
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        this.#note(cause)
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

  #note(failure: unknown): void {
    if (failure)
      this.#log.error({ err: failure }, 'the data file cannot be written; what was asked is refused')
    else if (this.#hasFailed) this.#log.info('the data file can be written again')
    this.#hasFailed = failure !== undefined
  }
}
