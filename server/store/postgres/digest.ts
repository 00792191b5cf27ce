import { createHash } from 'node:crypto'
import type { Document } from '../file/document.ts'
import { TABLES } from './moveDocument.ts'

/** How many rows there are of each kind, and a checksum of all that is in them. */
export type Digest = Record<(typeof TABLES)[number], { rows: number; sha256: string }>

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/

/** The digest of a document: the same for two that say the same, whatever the order of their rows and fields. */
export function digestOf(document: Document): Digest {
  return Object.fromEntries(
    TABLES.map((table) => {
      const rows = rowsOf(document, table)
        .map((row) => JSON.stringify(canonical(row)))
        .sort()
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

/** What limits nobody says nothing, and who had a job in hand has it no more. */
function rowsOf(document: Document, table: keyof Digest): readonly object[] {
  if (table === 'uses') return document.uses.filter(({ uses }) => uses.length > 0)
  if (table === 'jobs') return document.jobs.map((job) => ({ ...job, leaseUntil: 0 }))
  return document[table]
}

/** Fields in order; one moment in one spelling; and text as UTF-8 can hold it. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') {
    return ISO.test(value) ? new Date(value).toISOString() : Buffer.from(value).toString()
  }
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, field]) => [name, canonical(field)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
