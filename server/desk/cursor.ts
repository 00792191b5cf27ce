import type { z } from 'zod'
import { Problem } from '../http/problem.ts'

/** Encodes a place in a list for `next`, as opaque text that programs pass back. */
export function cursorOf(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Decodes the place in `after`; undefined without one. Throws `Problem` 400 when we have not encoded it. */
export function placeAfter<T>(after: unknown, schema: z.ZodType<T>): T | undefined {
  if (after === undefined || after === '') return undefined
  const parsed = schema.safeParse(parse(after))
  if (parsed.success) return parsed.data
  throw badQuery()
}

/** The answer to an invalid query. */
export function badQuery(): Problem {
  return new Problem(400, 'bad-query', ({ desk }) => desk.badQuery)
}

function parse(after: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(after), 'base64url').toString())
  } catch {
    return undefined
  }
}
