/** A row of the torture table: a fault that is injected into the built server, and what must hold under it. */
export interface Row {
  /** `npm run torture -- NAME` runs the row alone. */
  name: string
  fault: string
  run(effort: Effort): Promise<Outcome>
}

/** How much a row does. */
export interface Effort {
  /** The short form, for every push: all rows together take about two minutes. */
  isShort: boolean
}

/** The outcome of a row. */
export interface Outcome {
  /** Counts and times, for the table. */
  figures: string
  checks: Checks
  /** The reason why this machine cannot run the row. */
  skipped?: string
}

/** Collects all failed checks of a row, so that it reports all of them at once. */
export class Checks {
  readonly broken: string[] = []
  #isCounted = false

  /** The failed checks. A row that never called `tookPlace` has failed, too. */
  get verdict(): string[] {
    const uncounted = this.#isCounted
      ? []
      : ['the row does not say how often the thing under test took place']
    return [...this.broken, ...uncounted]
  }

  /** Fails with `words` unless it `holds`. */
  that(holds: boolean, words: string): void {
    if (!holds) this.broken.push(words)
  }

  /** Fails unless `found` is empty or 0. `words` names what was found. */
  none(found: readonly unknown[] | number, words: string): void {
    const count = typeof found === 'number' ? found : found.length
    const examples = typeof found === 'number' ? '' : ` (${JSON.stringify(found.slice(0, 3))})`
    this.that(count === 0, `${count} ${words}${count === 0 ? '' : examples}`)
  }

  /** Fails if the thing under test took place fewer than `minimum` times: then the other checks prove nothing. */
  tookPlace(count: number, minimum: number, words: string): void {
    this.#isCounted = true
    this.that(count >= minimum, `only ${count} ${words}, where ${minimum} are needed to tell anything`)
  }
}
