import { language } from '../texts.ts'

/** Kept, because creating a format takes milliseconds, and the account page formats dozens of dates. */
const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = Object.values(style).join(' ')
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, style)
  formats.set(key, format)
  return format
}

/** Formats a date in the language of the page; `iso` is ISO 8601. */
export function formatDate(iso: string, dateStyle: 'long' | 'medium' = 'long'): string {
  return dateFormat({ dateStyle }).format(new Date(iso))
}

/** Formats date and time in the language of the page and the browser's time zone; `iso` is ISO 8601. */
export function formatMoment(iso: string): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const agoFormats = new Map<string, Intl.RelativeTimeFormat>()

function agoFormat(locale: string): Intl.RelativeTimeFormat {
  const format = agoFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  agoFormats.set(locale, format)
  return format
}

/** Formats how long ago a moment is, in its largest unit, such as "2 hours ago"; `now` is in Unix ms. */
export function formatAgo(iso: string, now: number, locale: string = language): string {
  const seconds = Math.min(0, (Date.parse(iso) - now) / 1_000)
  const [unit, size] = UNITS.find(([, length]) => -seconds >= length) ?? (['second', 1] as const)
  const format = agoFormat(locale)
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.ceil(seconds / size), unit)
}
