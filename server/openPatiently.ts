import { setTimeout as sleep } from 'node:timers/promises'
import { type Backend, type BackendOptions, openBackend } from './backend.ts'
import { StoreUnavailable } from './store/store.ts'

const TRY_AGAIN_MS = 1_000

/** An operator who reads the log at any time finds the reason in the last lines. */
const TELL_AGAIN_MS = 60_000

interface Patience {
  stopping: AbortSignal
  /** Called when it is known that the store is not available yet. */
  onWait(): void
}

/**
 * Opens the backend, and waits for its database if that is not available. Undefined when `stopping` aborts
 * first. Throws the other errors of `openBackend`.
 */
export async function openPatiently(
  options: BackendOptions,
  { stopping, onWait }: Patience,
): Promise<Backend | undefined> {
  const { log, elapsed } = options
  let toldAt = Number.NEGATIVE_INFINITY
  while (!stopping.aborted) {
    try {
      return await openBackend(options)
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      onWait()
      if (elapsed() - toldAt >= TELL_AGAIN_MS) {
        toldAt = elapsed()
        log.warn({ err: error }, 'the database is not there yet; waiting for it')
      }
    }
    // An abort ends the pause, and then the loop.
    await sleep(TRY_AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined)
  }
  return undefined
}
