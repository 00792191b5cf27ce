import '../testTexts.ts'
import { expect, it } from 'vitest'
import { formatAgo, formatDate, formatMoment } from './formatDate.ts'

const NOW = Date.parse('2026-11-27T12:00:00Z')

it.each([
  ['2026-11-27T12:00:05Z', 'now'],
  ['2026-11-27T11:59:30Z', 'now'],
  ['2026-11-27T11:58:10Z', '1 minute ago'],
  ['2026-11-27T09:30:00Z', '2 hours ago'],
  ['2026-11-26T11:00:00Z', 'yesterday'],
  ['2026-11-01T12:00:00Z', '3 weeks ago'],
  ['2024-11-01T12:00:00Z', '2 years ago'],
])('formats how long ago %s is', (iso, words) => {
  expect(formatAgo(iso, NOW, 'en')).toBe(words)
})

it('formats a date in each of its styles, also after another one', () => {
  const iso = '2026-11-27T12:00:00Z'
  const styles = () => [formatDate(iso), formatDate(iso, 'medium'), formatMoment(iso)]
  const expected = ['November 27, 2026', 'Nov 27, 2026', expect.stringMatching(/^Nov 27, 2026, \d+:\d+ .M$/)]
  expect(styles()).toEqual(expected)
  expect(styles()).toEqual(expected)
})
