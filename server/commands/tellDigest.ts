import type { Digest } from '../store/postgres/digest.ts'

/** Prints how many rows of each kind were moved, and their checksum. */
export function tellDigest(digest: Digest): void {
  for (const [table, { rows, sha256 }] of Object.entries(digest)) {
    console.log(`${table.padEnd(11)} ${String(rows).padStart(9)}  sha256 ${sha256}`)
  }
}
