/** An accepted mail older than this says nothing about the current set-up of the server. */
const RECENT_MS = 10_000

/** This many mails refused in a row, with none accepted in between, count as a fault of the set-up. */
const ENOUGH = 3

/** Even then, after this many tries (about ten minutes), another mail is tried. */
const TURN = 30

/** The delays of a mail that is refused while others are accepted, by the number of its refusals. */
const PUT_OFF_MS = [1_000, 60_000, 300_000, 1_200_000, 3_600_000]

/** The maximum number of refused mails to remember. */
const MAX_REMEMBERED = 1_000

interface Refused {
  count: number
  accepted: number
}

/**
 * Tells a fault of the site's set-up from a fault of one recipient. The server's answers are the same (a
 * relay refuses one domain, one mailbox is over quota); the difference is whether other mails are accepted.
 * `elapsed` returns milliseconds on a monotonic clock.
 */
export class SiteFaults {
  readonly #elapsed: () => number
  /**
   * For each refused mail: how often it was refused, and how many mails had been accepted at its last
   * refusal.
   */
  readonly #refused = new Map<string, Refused>()
  #accepted = 0
  #acceptedAt = Number.NEGATIVE_INFINITY
  #refusedSince = new Set<string>()

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** Records that the server accepted this mail. */
  accept(id: string): void {
    this.#refused.delete(id)
    this.#accepted += 1
    this.#acceptedAt = this.#elapsed()
    this.#refusedSince = new Set()
  }

  /**
   * Records that the server refused this mail as if the site were set up wrong. Returns the milliseconds for
   * which only this mail must wait, or undefined when all mails must wait.
   */
  refuse(id: string): number | undefined {
    const before = this.#refused.get(id)
    const count = (before?.count ?? 0) + 1
    this.#remember(id, { accepted: this.#accepted, count })
    const isAlone = before ? before.accepted < this.#accepted : this.#elapsed() - this.#acceptedAt < RECENT_MS
    if (isAlone) return PUT_OFF_MS[Math.min(count, PUT_OFF_MS.length) - 1]
    const isCertain = this.#refusedSince.size >= ENOUGH
    // No delay: later mails still queue behind this one.
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
