import type { StoreUnderTest } from './stores.ts'

/** One line of the table, or several that are measured together. */
export interface Bench {
  /** To run it alone: `npm run bench -- NAME`. */
  name: string
  /** Whether it runs only when it is asked for by name. */
  isOptional?: boolean
  run(store: StoreUnderTest, effort: Effort): Promise<Line[]>
}

/** How much of it. */
export interface Effort {
  rounds: number
  seconds: number
  warmUpSeconds: number
}

/** What the table says of one kind of work. */
export interface Line {
  work: string
  goal: string
  reached: string
  /** Requests a second, times, memory. */
  figures: string
  /** Undefined where there is no goal. */
  isReached?: boolean
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  )
}

/** The value that `share` of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** The table, in Markdown. */
export function tableHead(): string {
  return '| work | goal | reached | | figures |\n| --- | --- | --- | --- | --- |'
}

/** A line of it. */
export function tableLine({ work, goal, reached, figures, isReached }: Line): string {
  const verdict = isReached === undefined ? '' : isReached ? 'yes' : '**no**'
  return `| ${work} | ${goal} | ${reached} | ${verdict} | ${figures} |`
}

/** 12345.6 as `12,346`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
