import type { Answers } from '../languages/catalogue.ts'
import { en } from '../languages/en.ts'

/** Picks the text for the person from the answers of a language. */
export type Words = (answers: Answers) => string

/** A response that is not the requested one. Any code below the error middleware may throw it. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  /** An identifier for programs. */
  readonly code: string
  readonly words: Words
  readonly headers: Record<string, string>

  /** `words` are for the person, `cause` is for the operator. */
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
