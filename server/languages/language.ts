/** The languages of all texts; the first is the default. Each has a catalogue next to this file. */
export const LANGUAGES = ['en', 'bg', 'de', 'es'] as const

/** One of `LANGUAGES`: an ISO 639-1 code. */
export type Language = (typeof LANGUAGES)[number]

/** Whether `code` is one of `LANGUAGES`. */
export function isLanguage(code: unknown): code is Language {
  return (LANGUAGES as readonly unknown[]).includes(code)
}
