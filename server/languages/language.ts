/** The languages that everything is said in, the first where none is asked for. Each has a catalogue beside this file. */
export const LANGUAGES = ['en', 'bg', 'de', 'es'] as const

/** One of `LANGUAGES`: an ISO 639-1 code. */
export type Language = (typeof LANGUAGES)[number]

/** Whether `code` is one of ours. */
export function isLanguage(code: unknown): code is Language {
  return (LANGUAGES as readonly unknown[]).includes(code)
}
