import type { DeskTexts } from '../../../server/api.ts'
import type { OverviewAnswer } from '../../../server/deskApi.ts'
import { fill } from '../../../server/languages/fill.ts'

/** A series of a chart: a number for each day. */
export interface Series {
  name: string
  counts: readonly number[]
  /** Whether the series counts failures. */
  isBad?: boolean
}

/** A chart. */
export interface ChartData {
  title: string
  /** The stacked parts of each bar. */
  series: readonly Series[]
  /** The columns of the table, one per outcome. */
  details: readonly Series[]
}

interface Outcome {
  outcome: string
  counts: readonly number[]
}

/** The outcomes that count as successes. */
const GOOD = { signIns: ['done'], reminders: ['done'], mails: ['sent'] }

/** The charts of the overview, from its numbers. `charts`: their words. */
export function chartsOf(overview: OverviewAnswer, charts: DeskTexts['charts']): ChartData[] {
  const { newAccounts, deletions, signIns, reminders, mails } = overview
  const labels = [...new Set(signIns.map(({ label }) => label))]
  const signInsWith = (label: string) =>
    chartOf(
      fill(charts.signIns, { provider: label }),
      signIns.filter((one) => one.label === label),
      { good: GOOD.signIns, names: [charts.worked, charts.failed] },
    )
  const sent = { names: [charts.sent, charts.notSent] as const }
  const single = (title: string, counts: readonly number[]) => {
    const series = [{ name: charts.count, counts }]
    return { title, series, details: series }
  }
  return [
    single(charts.newAccounts, newAccounts),
    ...labels.map(signInsWith),
    chartOf(charts.reminders, reminders, { good: GOOD.reminders, ...sent }),
    chartOf(charts.mails, named(mails), { good: GOOD.mails, ...sent }),
    single(charts.deletions, deletions),
  ]
}

/** The sum of a series. */
export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The sums of several series, day by day. */
export function stacked(series: readonly { counts: readonly number[] }[]): number[] {
  const days = series[0]?.counts.length ?? 0
  return Array.from({ length: days }, (_, day) => total(series.map(({ counts }) => counts[day] ?? 0)))
}

function chartOf(
  title: string,
  outcomes: readonly (Outcome & { name?: string })[],
  { good, names }: { good: readonly string[]; names: readonly [string, string] },
): ChartData {
  const isGood = ({ outcome }: Outcome) => good.includes(outcome)
  const [worked, failed] = names
  const series = [
    { name: worked, counts: stacked(outcomes.filter(isGood)) },
    { name: failed, counts: stacked(outcomes.filter((one) => !isGood(one))), isBad: true },
  ]
  const details = outcomes.map(({ name, outcome, counts }) => ({ name: name ?? outcome, counts }))
  return { title, series: series.filter(({ counts }) => counts.length > 0), details }
}

function named(mails: OverviewAnswer['mails']): (Outcome & { name: string })[] {
  return mails.map(({ kind, outcome, counts }) => ({ name: `${kind}: ${outcome}`, outcome, counts }))
}
