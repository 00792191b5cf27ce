import type { Logger } from '../../log.ts'
import { StoreUnavailable } from '../store.ts'
import type { Files } from './files.ts'
import { type Memory, type Mutate, Transaction } from './memory.ts'

const HEAL_EVERY_MS = 1_000

interface Waiting {
  transaction: Transaction
  resolve: () => void
  reject: (error: Error) => void
}

/** What commits work with. */
interface CommitOptions {
  memory: Memory
  files: Pick<Files, 'append'>
  log: Pick<Logger, 'error' | 'info'>
  /** Called when jobs have become durable. */
  onJobs: () => void
}

/**
 * Makes transactions durable. Syncing the disk is slow, so all waiting transactions share the next append. When an
 * append fails, its transactions and all later ones are undone, newest first: none of them was acknowledged. Then an
 * empty commit is tried every second until the disk is writable again.
 */
export class Commits {
  readonly #options: CommitOptions
  #waiting: Waiting[] = []
  #isFlushing = false
  #flushed: Promise<void> = Promise.resolve()
  #hasFailed = false
  #isClosed = false
  #healing: NodeJS.Timeout | undefined

  constructor(options: CommitOptions) {
    this.#options = options
  }

  /** Whether the last append failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  readonly mutate: Mutate = async (change) => {
    this.refuseWhenClosed()
    const transaction = new Transaction(this.#options.memory)
    const result = attempt(change, transaction)
    // Even a transaction that changes nothing may have read changes that can still be undone.
    if (transaction.isEmpty && !this.#isFlushing) return result
    await this.#commit(transaction)
    return result
  }

  /** Appends an empty commit. Throws `StoreUnavailable` when that fails. */
  async probe(): Promise<void> {
    this.refuseWhenClosed()
    await this.#commit(new Transaction(this.#options.memory, { isProbe: true }))
  }

  /** Refuses every further operation, and resolves when nothing waits any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#isFlushing) await this.#flushed
    clearTimeout(this.#healing)
  }

  /** Throws `StoreUnavailable` when the store is closed. */
  refuseWhenClosed(): void {
    if (this.#isClosed) throw new StoreUnavailable('the store is closed')
  }

  #commit(transaction: Transaction): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ transaction, resolve, reject })
      if (!this.#isFlushing) this.#flushed = this.#flush()
    })
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true
    // All transactions of the same turn of the loop join.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#options.files.append(batch.map(({ transaction }) => transaction))
        this.#noteSuccess()
        this.#acknowledge(batch)
      } catch (cause) {
        this.#noteFailure(cause)
        this.#refuse([...batch, ...this.#waiting], cause)
      }
    }
    // In the same turn as the check of `#waiting`: a commit made in between would wait for ever.
    this.#isFlushing = false
  }

  #acknowledge(batch: readonly Waiting[]): void {
    const haveJobs = batch.filter(({ transaction }) => transaction.settle())
    for (const { resolve } of batch) resolve()
    if (haveJobs.length > 0) this.#options.onJobs()
  }

  #refuse(refused: Waiting[], cause: unknown): void {
    this.#waiting = []
    for (const { transaction } of refused.toReversed()) transaction.undo()
    const error = new StoreUnavailable('the data file cannot be written', { cause })
    for (const { reject } of refused) reject(error)
  }

  #noteSuccess(): void {
    clearTimeout(this.#healing)
    if (this.#hasFailed) this.#options.log.info('the data file can be written again')
    this.#hasFailed = false
  }

  #noteFailure(failure: unknown): void {
    if (!this.#hasFailed)
      this.#options.log.error({ err: failure }, 'the data file cannot be written; what is asked is refused')
    this.#hasFailed = true
    clearTimeout(this.#healing)
    // If the probe fails, this function runs again and schedules the next one.
    if (!this.#isClosed)
      this.#healing = setTimeout(() => this.probe().catch(() => undefined), HEAL_EVERY_MS).unref()
  }
}

function attempt<T>(change: (transaction: Transaction) => T, transaction: Transaction): T {
  try {
    return change(transaction)
  } catch (error) {
    transaction.undo()
    throw error
  }
}
