import type { StoreUnderTest } from './stores.ts'

/** A benchmark, which measures one or more lines of the table. */
export interface Bench {
  /** `npm run bench -- NAME` runs the benchmark alone. */
  name: string
  /** Whether it runs only by its name. */
  isOptional?: boolean
  run(store: StoreUnderTest, effort: Effort): Promise<Line[]>
}

/** How long a benchmark measures. */
export interface Effort {
  rounds: number
  seconds: number
  warmUpSeconds: number
}

/** A line of the table. */
export interface Line {
  work: string
  goal: string
  reached: string
  /** Requests a second, times, memory. */
  figures: string
  /** Undefined where there is no goal. */
  isReached?: boolean
}

/** The median; 0 without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  )
}

/** The value that a `share` (0 to 1) of all values do not exceed; 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** The head of the table, in Markdown. */
export function tableHead(): string {
  return '| work | goal | reached | | figures |\n| --- | --- | --- | --- | --- |'
}

/** A line of the table, in Markdown. */
export function tableLine({ work, goal, reached, figures, isReached }: Line): string {
  const verdict = isReached === undefined ? '' : isReached ? 'yes' : '**no**'
  return `| ${work} | ${goal} | ${reached} | ${verdict} | ${figures} |`
}

/** Formats 12345.6 as `12,346`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
