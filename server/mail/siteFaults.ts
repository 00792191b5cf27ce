/** Longer ago than this, an accepted mail says nothing about the server's set-up now. */
const RECENT_MS = 10_000

/** So many mails refused in a row, with none accepted between them, are no coincidence. */
const ENOUGH = 3

/** Even then, after so many tries (about ten minutes) another mail gets its turn to try. */
const TURN = 30

/** How long a mail waits that alone is refused. */
const PUT_OFF_MS = [1_000, 60_000, 300_000, 1_200_000, 3_600_000]

/** At most so many refused mails are remembered. */
const MAX_REMEMBERED = 1_000

interface Refused {
  count: number
  accepted: number
}

/**
 * Tells a fault of the site's set-up from a recipient that alone is answered like one. The answers are the same (a relay
 * refuses one domain, one mailbox has no quota left); the difference is whether other mails get through. Times come from
 * `elapsed` (ms), a clock that nobody sets.
 */
export class SiteFaults {
  readonly #elapsed: () => number
  /** By mail: how often it was refused, and how many mails had been accepted when it was refused last. */
  readonly #refused = new Map<string, Refused>()
  #accepted = 0
  #acceptedAt = Number.NEGATIVE_INFINITY
  #refusedSince = new Set<string>()

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** The server took this mail. */
  accept(id: string): void {
    this.#refused.delete(id)
    this.#accepted += 1
    this.#acceptedAt = this.#elapsed()
    this.#refusedSince = new Set()
  }

  /**
   * The server refused this mail as if the site were set up wrong. Returns for how many milliseconds this mail alone
   * must wait, or undefined when all mails must.
   */
  refuse(id: string): number | undefined {
    const before = this.#refused.get(id)
    const count = (before?.count ?? 0) + 1
    this.#remember(id, { accepted: this.#accepted, count })
    const isAlone = before ? before.accepted < this.#accepted : this.#elapsed() - this.#acceptedAt < RECENT_MS
    if (isAlone) return PUT_OFF_MS[Math.min(count, PUT_OFF_MS.length) - 1]
    const isCertain = this.#refusedSince.size >= ENOUGH
    // No longer than that: mails that come later are still behind it.
    return count % (isCertain ? TURN : 2) === 0 ? 0 : undefined
  }

  #remember(id: string, refusal: Refused): void {
    this.#refused.delete(id)
    this.#refused.set(id, refusal)
    this.#refusedSince.add(id)
    if (this.#refused.size <= MAX_REMEMBERED) return
    const [oldest] = this.#refused.keys()
    this.#refused.delete(oldest ?? '')
    this.#refusedSince.delete(oldest ?? '')
  }
}
