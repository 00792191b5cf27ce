import type { Answers } from '../languages/catalogue.ts'
import { en } from '../languages/en.ts'

/** Picks the words for the person, in any language. */
export type Words = (answers: Answers) => string

/** An answer that is not what was asked for, thrown from anywhere below the error middleware. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  /** For programs. */
  readonly code: string
  readonly words: Words
  readonly headers: Record<string, string>

  /** `words` are for the person; `cause` for the operator. */
  constructor(
    status: number,
    code: string,
    words: Words,
    options: ErrorOptions & { headers?: Record<string, string> } = {},
  ) {
    super(words(en.answers), options)
    this.words = words
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
  }
}
