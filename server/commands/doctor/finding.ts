import { withoutAddresses } from '../../address.ts'

/** The result of a check: one line of output. Fix a fault before people use the site; look at a warning. */
export interface Finding {
  level: 'ok' | 'warning' | 'fault'
  /** The subject of the check, such as `mail server`. */
  about: string
  /** The result and, unless it is `ok`, the advice. */
  words: string
}

/** A finding without a fault. `about` and `words` as in `Finding`. */
export const ok = (about: string, words: string): Finding => ({ level: 'ok', about, words })
/** A finding that an operator should look at. */
export const warning = (about: string, words: string): Finding => ({ level: 'warning', about, words })
/** A finding that must be fixed; the doctor then exits with code 1. */
export const fault = (about: string, words: string): Finding => ({ level: 'fault', about, words })

/** The finding as one line. */
export function lineOf({ level, about, words }: Finding): string {
  return `${level.padEnd(7)} ${about}: ${words}`.replace(/\s*[\r\n]+\s*/g, ' ')
}

/** The messages of an error and its causes, without mail addresses. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message || (error as NodeJS.ErrnoException).code || error.name
  const { cause } = error
  return withoutAddresses(cause instanceof Error ? `${own} (${wordsOf(cause)})` : own)
}
