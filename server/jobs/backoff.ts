/** How often a job is tried before it is given up. */
export const MAX_ATTEMPTS = 8

const FIRST_DELAY_MS = 2_000
const MAX_DELAY_MS = 3_600_000
const FACTOR = 4

/**
 * Milliseconds to wait after the attempt with this number (1, 2, …) failed: about 2 s at first, then four times as long
 * each time, never more than an hour. `random` in [0, 1) spreads it by a quarter to either side, so that jobs that
 * failed together do not come back together.
 */
export function backoffMs(attempt: number, random: number): number {
  const exact = FIRST_DELAY_MS * FACTOR ** (attempt - 1)
  return Math.round(Math.min(exact * (0.75 + random / 2), MAX_DELAY_MS))
}
