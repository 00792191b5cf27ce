import { createHash } from 'node:crypto'
import { type Document, TABLES, type Table } from '../../store/file/document.ts'
import { storable } from '../../store/postgres/database.ts'

/** How many rows there are of each kind, and a checksum of everything in them. */
export type Digest = Record<Table, { rows: number; sha256: string }>

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/

/** What belongs to the file alone: the names of its rows, and the mark of those that name a person who is gone. */
const OF_THE_FILE = ['ref', 'isTrace']

/** The digest of a document: the same for two that say the same, whatever the order of their rows and fields. */
export function digestOf(document: Document): Digest {
  return Object.fromEntries(
    TABLES.map((table) => {
      const rows = document[table].map((row) => JSON.stringify(canonical(row))).sort()
      const hash = createHash('sha256')
      for (const row of rows) hash.update(row).update('\n')
      return [table, { rows: rows.length, sha256: hash.digest('hex') }]
    }),
  ) as Digest
}

/** What differs, in words; empty when nothing does. */
export function differences(expected: Digest, found: Digest): string[] {
  return TABLES.filter((table) => expected[table].sha256 !== found[table].sha256).map(
    (table) => `${table}: ${expected[table].rows} rows expected, ${found[table].rows} found, or others`,
  )
}

/** Fields in order; one moment in one spelling; and text as PostgreSQL can hold it. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return ISO.test(value) ? new Date(value).toISOString() : storable(value)
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([name]) => !OF_THE_FILE.includes(name))
    .map(([name, field]) => [name, canonical(field)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
