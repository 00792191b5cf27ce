import { z } from 'zod'

/**
 * Formats an answer of the desk's API for people: lists as rows, everything else as indented JSON. Null means
 * success.
 */
export function linesOf(answer: unknown): string[] {
  if (answer === null) return ['Done.']
  const list = listSchema.safeParse(answer).data
  if (!list) return [plain(JSON.stringify(answer, null, 2))]
  const { people, jobs, next } = list
  const rows = people ?? jobs ?? []
  if (rows.length === 0) return ['None.']
  const more = next === null ? [] : ['There are more: narrow the search, or use --json.']
  return [...rows.map((row) => plain(textOfRow(row))), ...more]
}

const rowSchema = z.record(z.string(), z.unknown())

type Row = z.infer<typeof rowSchema>

const listSchema = z.object({
  people: z.array(rowSchema).optional(),
  jobs: z.array(rowSchema).optional(),
  next: z.string().nullable(),
})

/** The text and number fields of a row, in the order of the API. */
function textOfRow(row: Row): string {
  const shown = Object.values(row).filter((value) => typeof value === 'string' || typeof value === 'number')
  return shown.join('  ')
}

/** Names come from strangers, so control characters that a terminal would interpret are replaced. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (sign) => (sign === '\n' ? sign : '\ufffd'))
}
