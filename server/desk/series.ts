import type { OverviewAnswer } from '../deskApi.ts'
import { labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Count } from '../store/store.ts'

type Series = Pick<OverviewAnswer, 'newAccounts' | 'deletions' | 'signIns' | 'reminders' | 'mails'>

/** Turns the counters into one number per day. The keys are those of metrics/metrics.ts. */
export function seriesOf(
  counts: readonly Count[],
  { days, providers }: { days: readonly string[]; providers: readonly Provider[] },
): Series {
  const series = new Map<string, number[]>()
  for (const { day, key, n } of counts) {
    const numbers = series.get(key) ?? days.map(() => 0)
    const index = days.indexOf(day)
    if (index >= 0) numbers[index] = n
    series.set(key, numbers)
  }
  const rowsOf = (kind: string) =>
    [...series]
      .map(([key, numbers]) => ({ parts: key.split(':'), counts: numbers }))
      .filter(({ parts }) => parts[0] === kind)
      .sort((a, b) => (a.parts.join() < b.parts.join() ? -1 : 1))
  return {
    newAccounts: series.get('account:new') ?? days.map(() => 0),
    deletions: series.get('account:deleted') ?? days.map(() => 0),
    signIns: rowsOf('sign-in').map(({ parts: [, provider = '', outcome = ''], counts }) => ({
      provider,
      label: labelOf(provider, providers),
      outcome,
      counts,
    })),
    reminders: rowsOf('reminder').map(({ parts: [, outcome = ''], counts }) => ({ outcome, counts })),
    mails: rowsOf('mail').map(({ parts: [, kind = '', outcome = ''], counts }) => ({
      kind,
      outcome,
      counts,
    })),
  }
}
