/** A fault that is brought about from outside in the built server, and what must hold under it. */
export interface Row {
  /** To run it alone: `npm run torture -- NAME`. */
  name: string
  fault: string
  run(effort: Effort): Promise<Outcome>
}

/** How much of it. */
export interface Effort {
  /** For every push: all rows together take about two minutes. */
  isShort: boolean
}

/** What came of a row. */
export interface Outcome {
  /** What was counted and measured, for the table. */
  figures: string
  checks: Checks
  /** Why it could not be tried here, if so. */
  skipped?: string
}

/** Collects what did not hold, so that a row tells all of it at once. */
export class Checks {
  readonly broken: string[] = []
  #isCounted = false

  /** What did not hold, and that the row has not said how often the thing under test took place. */
  get verdict(): string[] {
    const uncounted = this.#isCounted
      ? []
      : ['the row does not say how often the thing under test took place']
    return [...this.broken, ...uncounted]
  }

  /** Notes `words` unless it `holds`. */
  that(holds: boolean, words: string): void {
    if (!holds) this.broken.push(words)
  }

  /** Notes when there is any: `words` says of what. */
  none(found: readonly unknown[] | number, words: string): void {
    const count = typeof found === 'number' ? found : found.length
    const examples = typeof found === 'number' ? '' : ` (${JSON.stringify(found.slice(0, 3))})`
    this.that(count === 0, `${count} ${words}${count === 0 ? '' : examples}`)
  }

  /** How often the thing under test took place: a row that holds because nothing happened is broken. */
  tookPlace(count: number, minimum: number, words: string): void {
    this.#isCounted = true
    this.that(count >= minimum, `only ${count} ${words}, where ${minimum} are needed to tell anything`)
  }
}
