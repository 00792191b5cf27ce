import { language } from '../texts.ts'

/** A day as people write it; `iso` is ISO 8601. */
export function formatDate(iso: string, dateStyle: 'long' | 'medium' = 'long'): string {
  return new Intl.DateTimeFormat(language, { dateStyle }).format(new Date(iso))
}

/** A moment as people write it, in their own time zone; `iso` is ISO 8601. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long ago a moment is, in its largest unit, such as "2 hours ago"; `now` is in Unix milliseconds. */
export function formatAgo(iso: string, now: number, locale: string = language): string {
  const seconds = Math.min(0, (Date.parse(iso) - now) / 1_000)
  const [unit, size] = UNITS.find(([, length]) => -seconds >= length) ?? (['second', 1] as const)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.ceil(seconds / size), unit)
}
