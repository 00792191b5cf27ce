import { prettifyError, type z } from 'zod'
import { StoreRefused } from '../storeRefused.ts'

/** A file does not hold what was written. `fact` continues a sentence that begins with the name of the file. */
export class Damaged extends Error {
  override name = 'Damaged'
  readonly file: string
  readonly fact: string

  constructor(file: string, fact: string, options?: ErrorOptions) {
    super(`${file}: ${fact}`, options)
    this.file = file
    this.fact = fact
  }
}

/** Returns the content of the file if it fits the schema. Otherwise throws `Damaged`. */
export function parseContent<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const parsed = schema.safeParse(content)
  if (!parsed.success) throw new Damaged(file, `it is not a data file: ${prettifyError(parsed.error)}`)
  return parsed.data
}

/** Throws `StoreRefused` without suggesting a backup, because the file itself is undamaged. */
export function refuseContradiction(fact: string, file: string): never {
  throw new StoreRefused(
    `The data file ${file} contradicts itself: ${fact}. Nothing was touched: correct it by hand, without its checksum.`,
  )
}
