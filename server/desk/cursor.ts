import type { z } from 'zod'
import { badQuery } from './refusals.ts'

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

function parse(after: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(after), 'base64url').toString())
  } catch {
    return undefined
  }
}
