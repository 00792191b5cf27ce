import type { Logger } from './log.ts'

/** What a watch over the clock works with. */
export interface ClockWatchOptions {
  /** Unix milliseconds, by the system's clock. */
  now: () => number
  /** Milliseconds since some moment, on a clock that nobody sets. */
  elapsed: () => number
  log: Pick<Logger, 'warn' | 'error'>
  /** Told by how many milliseconds the clock was set; told again when it throws. */
  onMove(byMs: number): Promise<void>
}

const LOOK_EVERY_MS = 1_000

/** Less is how clocks are kept right (adjtime(3)), and harms nobody. */
const TOLERANCE_MS = 1_000

/** Notices when the system's clock is set: by hand, by time synchronisation, or because the machine was asleep. */
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
      log.error({ err: error, byMs }, 'the clock was set, and that could not be noted; trying again')
    } finally {
      isTelling = false
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return { stop: () => clearInterval(timer) }
}
