import { type Finding, fault, ok, warning } from './finding.ts'

const ABOUT = 'clock'

/** X refuses signatures whose time differs by more than this. */
const REFUSED_MS = 5 * 60_000
/** The Date header is in seconds, and an answer takes time. */
const NOTICED_MS = 10_000

/** A clock, and how far ours is ahead of it. */
export interface Compared {
  of: string
  aheadMs: number
}

/** Compares this machine's clock with those of the providers and the database. */
export function checkClock(clocks: readonly Compared[]): Finding {
  const compared = clocks.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0]
  if (!compared)
    return warning(ABOUT, 'no other clock could be read: make sure that this machine gets its time by NTP')
  const { of, aheadMs } = compared
  const seconds = Math.round(Math.abs(aheadMs) / 1_000)
  const words = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} that of ${of}`
  if (Math.abs(aheadMs) >= REFUSED_MS) return fault(ABOUT, `${words}: set it by NTP; X refuses sign-ins`)
  if (Math.abs(aheadMs) >= NOTICED_MS) return warning(ABOUT, `${words}: set it by NTP`)
  return ok(ABOUT, `the same as that of ${of}`)
}
