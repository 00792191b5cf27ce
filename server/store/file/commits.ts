import type { Logger } from '../../log.ts'
import { StoreUnavailable } from '../store.ts'
import type { Files } from './files.ts'
import { type Memory, type Mutate, Transaction } from './memory.ts'

const HEAL_EVERY_MS = 1_000

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
  #waiting: Transaction[] = []
  /** The append that is under way, and the next one, which takes everything that waits by then. */
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
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
    const result = transaction.apply(change)
    // Even a transaction that changes nothing may have read changes that can still be undone.
    if (transaction.isEmpty && !(this.#running ?? this.#next)) return result
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
    // A failure was reported to those who waited for it.
    await Promise.allSettled([this.#running, this.#next])
    clearTimeout(this.#healing)
  }

  /** Throws `StoreUnavailable` when the store is closed. */
  refuseWhenClosed(): void {
    if (this.#isClosed) throw new StoreUnavailable('the store is closed')
  }

  #commit(transaction: Transaction): Promise<void> {
    this.#waiting.push(transaction)
    // All transactions of the same turn of the loop join. If the running append fails, the next one fails with it.
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => this.#append())
    return this.#next
  }

  async #append(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    this.#running = this.#next
    this.#next = undefined
    try {
      await this.#options.files.append(batch)
    } catch (cause) {
      for (const transaction of [...batch, ...this.#waiting].reverse()) transaction.undo()
      this.#waiting = []
      this.#next = undefined
      this.#noteFailure(cause)
      throw new StoreUnavailable('the data file cannot be written', { cause })
    } finally {
      this.#running = undefined
    }
    this.#noteSuccess()
    const haveJobs = batch.filter((transaction) => transaction.settle())
    if (haveJobs.length > 0) this.#options.onJobs()
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
