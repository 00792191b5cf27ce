/**
 * Formats an answer of the desk's API for people: lists as rows, everything else as indented JSON. Null means
 * success.
 */
export function linesOf(answer: unknown): string[] {
  if (answer === null) return ['Done.']
  const rows = rowsOf(answer)
  if (!rows) return [plain(JSON.stringify(answer, null, 2))]
  if (rows.length === 0) return ['None.']
  const { next } = answer as { next: string | null }
  const more = next === null ? [] : ['There are more: narrow the search, or use --json.']
  return [...rows.map((row) => plain(lineOf(row))), ...more]
}

type Row = Record<string, unknown>

function rowsOf(answer: unknown): Row[] | undefined {
  const { people, jobs, next } = answer as { people?: Row[]; jobs?: Row[]; next?: unknown }
  return next === undefined ? undefined : (people ?? jobs)
}

/** The text and number fields of a row, in the order of the API. */
function lineOf(row: Row): string {
  const shown = Object.values(row).filter((value) => typeof value === 'string' || typeof value === 'number')
  return shown.join('  ')
}

/** Names come from strangers, so control characters that a terminal would interpret are replaced. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (sign) => (sign === '\n' ? sign : '\ufffd'))
}
