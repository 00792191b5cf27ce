/** What can be wrong. `about` is a provider or the service of a task, where there are several. */
export type ProblemKind =
  | 'mail'
  | 'webhook'
  | 'x'
  | 'x-credit'
  | 'service'
  | 'callback'
  | 'misconfigured'
  | 'clock'
  | 'disk'
  | 'dead-letters'

/** Something that is wrong now. */
export interface Problem {
  kind: ProblemKind
  about: string
  /** Unix milliseconds; null when it is not known since when. */
  since: number | null
  facts: Readonly<Record<string, string | number>>
}

/** A clock that was set is right again; for so long operators should know why times look strange. */
const CLOCK_FOR_MS = 3_600_000

/** What is wrong now, as far as this process knows. */
export class Problems {
  readonly #now: () => number
  readonly #problems = new Map<string, Problem>()

  /** `now`: Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Notes a problem. One that is known already keeps its beginning. */
  report(kind: ProblemKind, { about = '', ...facts }: { about?: string } & Problem['facts'] = {}): void {
    const key = keyOf(kind, about)
    const since = this.#problems.get(key)?.since ?? this.#now()
    this.#problems.set(key, { kind, about, since, facts })
  }

  /** The problem is over, if there was one. */
  clear(kind: ProblemKind, about = ''): void {
    this.#problems.delete(keyOf(kind, about))
  }

  /** A service that tasks need does not answer, with what the task threw; null: it answers. */
  noteService(service: string, failure: { isCredit?: boolean } | null): void {
    const isKnown = service === 'mail' || service === 'webhook' || service === 'x'
    const kind: ProblemKind = isKnown ? service : 'service'
    const about = isKnown ? '' : service
    const isCredit = kind === 'x' && failure?.isCredit === true
    if (isCredit) this.report('x-credit')
    else if (kind === 'x') this.clear('x-credit')
    if (failure && !isCredit) this.report(kind, { about })
    else this.clear(kind, about)
  }

  /** The oldest first. */
  list(): Problem[] {
    const now = this.#now()
    const isOver = ({ kind, since }: Problem) => kind === 'clock' && now - (since ?? now) > CLOCK_FOR_MS
    return [...this.#problems.values()]
      .filter((problem) => !isOver(problem))
      .sort((a, b) => (a.since ?? 0) - (b.since ?? 0))
  }
}

function keyOf(kind: ProblemKind, about: string): string {
  return `${kind} ${about}`
}
