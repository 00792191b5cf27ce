import { withoutAddresses } from '../../address.ts'

/** What a check found: one line of the doctor's. A fault is to be mended before people come; a warning is to be looked at. */
export interface Finding {
  level: 'ok' | 'warning' | 'fault'
  /** What was looked at, such as `mail server`. */
  about: string
  /** What was found and, unless it is well, what to do. */
  words: string
}

export const ok = (about: string, words: string): Finding => ({ level: 'ok', about, words })
export const warning = (about: string, words: string): Finding => ({ level: 'warning', about, words })
export const fault = (about: string, words: string): Finding => ({ level: 'fault', about, words })

/** The finding as one line. */
export function lineOf({ level, about, words }: Finding): string {
  return `${level.padEnd(7)} ${about}: ${words}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

/** The words of an error and of what caused it, on one line, without mail addresses. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message || (error as NodeJS.ErrnoException).code || error.name
  const { cause } = error
  return withoutAddresses(cause instanceof Error ? `${own} (${wordsOf(cause)})` : own)
}
