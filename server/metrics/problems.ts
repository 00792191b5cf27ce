/** The kinds of problems. `about` names a provider, or the service of a task, where a kind has several. */
type ProblemKind =
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

/** A current problem. */
export interface CurrentProblem {
  kind: ProblemKind
  about: string
  /** Unix milliseconds; null when the beginning is not known. */
  since: number | null
  facts: Readonly<Record<string, string | number>>
}

/**
 * A clock that jumped is correct again afterwards. The desk shows the problem for this long, to explain odd
 * times.
 */
const CLOCK_FOR_MS = 3_600_000

/** The current problems, as far as this process knows. */
export class Problems {
  readonly #now: () => number
  readonly #problems = new Map<string, CurrentProblem>()

  /** `now`: Unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Records a problem. A problem that is already known keeps its `since`. */
  report(
    kind: ProblemKind,
    { about = '', ...facts }: { about?: string } & CurrentProblem['facts'] = {},
  ): void {
    const key = keyOf(kind, about)
    const since = this.#problems.get(key)?.since ?? this.#now()
    this.#problems.set(key, { kind, about, since, facts })
  }

  /** Ends the problem, if there was one. */
  clear(kind: ProblemKind, about = ''): void {
    this.#problems.delete(keyOf(kind, about))
  }

  /** Records that a service used by tasks fails, with the task's error, or that it works (null). */
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

  /** The current problems, oldest first. */
  list(): CurrentProblem[] {
    const now = this.#now()
    const isOver = ({ kind, since }: CurrentProblem) =>
      kind === 'clock' && now - (since ?? now) > CLOCK_FOR_MS
    return [...this.#problems.values()]
      .filter((problem) => !isOver(problem))
      .sort((a, b) => (a.since ?? 0) - (b.since ?? 0))
  }
}

function keyOf(kind: ProblemKind, about: string): string {
  return `${kind} ${about}`
}
