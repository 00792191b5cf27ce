import { language } from '../texts.ts'

/** A day as people write it; `iso` is ISO 8601. */
export function formatDate(iso: string, dateStyle: 'long' | 'medium' = 'long'): string {
  return new Intl.DateTimeFormat(language, { dateStyle }).format(new Date(iso))
}

/** A moment as people write it, in their own time zone; `iso` is ISO 8601. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}
