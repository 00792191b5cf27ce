import { type Finding, fault, ok, warning } from './finding.ts'

const ABOUT = 'clock'

/** X refuses signatures of another time than its own, give or take this. */
const REFUSED_MS = 5 * 60_000
/** The Date header has seconds, and an answer takes some time. */
const NOTICED_MS = 10_000

/** A clock that was asked, and how far ours was ahead of it. */
export interface Compared {
  of: string
  aheadMs: number
}

/** This machine's clock beside that of the providers or the database. */
export function checkClock(clocks: readonly Compared[]): Finding {
  const compared = clocks.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0]
  if (!compared)
    return warning(ABOUT, 'nobody could be asked for the time: see that this machine gets it by NTP')
  const { of, aheadMs } = compared
  const seconds = Math.round(Math.abs(aheadMs) / 1_000)
  const words = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} that of ${of}`
  if (Math.abs(aheadMs) >= REFUSED_MS) return fault(ABOUT, `${words}: set it by NTP; X refuses sign-ins`)
  if (Math.abs(aheadMs) >= NOTICED_MS) return warning(ABOUT, `${words}: set it by NTP`)
  return ok(ABOUT, `the same as that of ${of}`)
}
