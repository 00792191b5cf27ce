import { createHash } from 'node:crypto'
import { type Document, TABLES, type Table } from '../../store/file/document.ts'
import { storable } from '../../store/postgres/client.ts'

/** The number of rows in each table, and a checksum of their content. */
export type Digest = Record<Table, { rows: number; sha256: string }>

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/

/** Fields that only the file store has: keys of rows, and the mark of rows that name a deleted person. */
const OF_THE_FILE = ['ref', 'isTrace']

/** Computes the digest of a document. The order of rows and fields does not matter. */
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

/** Describes the differences; empty when there are none. */
export function differences(expected: Digest, found: Digest): string[] {
  return TABLES.filter((table) => expected[table].sha256 !== found[table].sha256).map(
    (table) => `${table}: ${expected[table].rows} rows expected, ${found[table].rows} found, or others`,
  )
}

/** Sorts the fields, writes each moment in one way, and keeps only text that PostgreSQL can store. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return ISO.test(value) ? new Date(value).toISOString() : storable(value)
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([name]) => !OF_THE_FILE.includes(name))
    .map(([name, field]) => [name, canonical(field)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
