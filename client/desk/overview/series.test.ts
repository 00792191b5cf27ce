import { expect, it } from 'vitest'
import type { OverviewAnswer } from '../../../server/deskApi.ts'
import { desk } from '../../../server/languages/desk/en.ts'
import { chartsOf, stacked } from './series.ts'

const overview: OverviewAnswer = {
  problems: [],
  accounts: { all: 1, locked: 0, leaving: 0 },
  jobs: [],
  days: ['2026-11-27', '2026-11-28'],
  newAccounts: [1, 2],
  deletions: [0, 0],
  signIns: [
    { provider: 'github', label: 'GitHub', outcome: 'done', counts: [5, 6] },
    { provider: 'github', label: 'GitHub', outcome: 'cancelled', counts: [1, 0] },
    { provider: 'github', label: 'GitHub', outcome: 'expired', counts: [2, 0] },
  ],
  reminders: [],
  mails: [{ kind: 'welcome', outcome: 'refused', counts: [0, 1] }],
}

it('draws successes and failures, and keeps every outcome for the table', () => {
  const chart = chartsOf(overview, desk.charts).find(({ title }) => title === 'Sign-ins with GitHub')
  expect(chart?.series).toEqual([
    { name: 'Worked', counts: [5, 6] },
    { name: 'Didn’t work', counts: [3, 0], isBad: true },
  ])
  expect(chart?.details.map(({ name }) => name)).toEqual(['done', 'cancelled', 'expired'])
})

it('returns a chart without series if nothing was counted', () => {
  expect(chartsOf(overview, desk.charts).find(({ title }) => title === 'Reminders')?.series).toEqual([])
})

it('adds up the series for each day', () => {
  expect(stacked(overview.signIns)).toEqual([8, 6])
  expect(stacked([])).toEqual([])
})
