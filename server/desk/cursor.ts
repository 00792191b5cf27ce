import type { z } from 'zod'
import { Problem } from '../http/problem.ts'

/** A place in a list as `next` hands it out: text that programs only pass on. */
export function cursorOf(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place that `after` names; undefined without one. Throws `Problem` 400 when it is none of ours. */
export function placeAfter<T>(after: unknown, schema: z.ZodType<T>): T | undefined {
  if (after === undefined || after === '') return undefined
  const parsed = schema.safeParse(parse(after))
  if (parsed.success) return parsed.data
  throw badQuery()
}

/** The answer to a query that makes no sense. */
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
