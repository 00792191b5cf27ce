const DAY_MS = 24 * 3_600_000

/** Counters are kept for this many days. */
const KEPT_DAYS = 60

/** The day of a moment (Unix milliseconds) as counters name it: `2026-11-01`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** The first day whose counters are still kept at this moment (Unix milliseconds). */
export function countedSince(now: number): string {
  return dayOf(now - KEPT_DAYS * DAY_MS)
}

/** The last `count` days up to this moment, oldest first. */
export function lastDays(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(now - (count - 1 - index) * DAY_MS))
}
