import { language } from '../texts.ts'

/** Formats a date in the language of the page; `iso` is ISO 8601. */
export function formatDate(iso: string, dateStyle: 'long' | 'medium' = 'long'): string {
  return formatWith({ dateStyle }, iso)
}

/** Formats date and time in the language of the page and the browser's time zone; `iso` is ISO 8601. */
export function formatMoment(iso: string): string {
  return formatWith({ dateStyle: 'medium', timeStyle: 'short' }, iso)
}

/** The formats used so far: a new one takes a phone 2 ms, and the account page shows twenty dates. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatWith(options: Intl.DateTimeFormatOptions, iso: string): string {
  const key = Object.values(options).join()
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, format)
  return format.format(new Date(iso))
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Formats how long ago a moment is, in its largest unit, such as "2 hours ago"; `now` is in Unix ms. */
export function formatAgo(iso: string, now: number, locale: string = language): string {
  const seconds = Math.min(0, (Date.parse(iso) - now) / 1_000)
  const [unit, size] = UNITS.find(([, length]) => -seconds >= length) ?? (['second', 1] as const)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.ceil(seconds / size), unit)
}
