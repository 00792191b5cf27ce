import type { Answers } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { Problem } from './problem.ts'

/** Picks the text for a limit; `seconds` is the time to wait. */
export type WordsFor = (answers: Answers, seconds: number) => string

/** The response over a limit: 429 with `Retry-After`. */
export function tooMany(waitMs: number, wordsFor: WordsFor): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new Problem(429, 'too-many', (answers) => wordsFor(answers, seconds), {
    headers: { 'Retry-After': String(seconds) },
  })
}

const minutesIn = (seconds: number) => Math.ceil(seconds / 60)

/** The texts of the limits. */
export const tooManyWords = {
  signIn: ({ limits }, seconds) => fill(limits.signIn, { seconds }),
  change: ({ limits }, seconds) => fill(limits.change, { seconds }),
  reminder: ({ reminder }, seconds) => fill(reminder.tooMany, { minutes: minutesIn(seconds) }),
  code: ({ address }, seconds) => fill(address.tooMany, { minutes: minutesIn(seconds) }),
  dataExport: ({ takeAlong }, seconds) => fill(takeAlong.tooMany, { minutes: minutesIn(seconds) }),
  deletion: ({ deletion }, seconds) => fill(deletion.tooMany, { hours: Math.ceil(seconds / 3_600) }),
} satisfies Record<string, WordsFor>
