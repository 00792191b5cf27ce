import type { Logger } from './log.ts'

/** The dependencies of the clock watch. */
interface ClockWatchOptions {
  /** Unix milliseconds, by the system's clock. */
  now: () => number
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
  log: Pick<Logger, 'warn' | 'error'>
  /** Called with the milliseconds by which the clock was set. It is called again when it throws. */
  onMove(byMs: number): Promise<void>
}

const LOOK_EVERY_MS = 1_000

/** Smaller steps are usual corrections (adjtime(3)) and harmless. */
const TOLERANCE_MS = 1_000

/**
 * Notices when the system's clock is set: by hand, by time synchronisation, or after the machine was asleep.
 */
export function watchClock({ now, elapsed, log, onMove }: ClockWatchOptions): { stop(): void } {
  let began = now() - elapsed()
  let isTelling = false

  async function look(): Promise<void> {
    const byMs = Math.round(now() - elapsed() - began)
    if (Math.abs(byMs) < TOLERANCE_MS || isTelling) return
    isTelling = true
    try {
      await onMove(byMs)
      began += byMs
      log.warn({ byMs }, 'the clock was set')
    } catch (error) {
      log.error(
        { err: error, byMs },
        'the clock was set, but the times in the store could not be moved; trying again',
      )
    } finally {
      isTelling = false
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return { stop: () => clearInterval(timer) }
}
