/** A job is given up after this many tries. */
export const MAX_ATTEMPTS = 8

const FIRST_DELAY_MS = 2_000
const MAX_DELAY_MS = 3_600_000
const FACTOR = 4

/**
 * Returns the milliseconds to wait after try number `attempt` (1, 2, …) has failed: about 2 s at first, then four times
 * as long each time, at most an hour. `random` in [0, 1) changes it by up to a quarter, so that jobs that failed
 * together do not run again together.
 */
export function backoffMs(attempt: number, random: number): number {
  const exact = FIRST_DELAY_MS * FACTOR ** (attempt - 1)
  return Math.round(Math.min(exact * (0.75 + random / 2), MAX_DELAY_MS))
}
