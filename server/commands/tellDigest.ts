import type { Digest } from './moving/digest.ts'

/** Prints the number of rows moved per table, and their checksums. */
export function tellDigest(digest: Digest): void {
  for (const [table, { rows, sha256 }] of Object.entries(digest)) {
    console.log(`${table.padEnd(11)} ${String(rows).padStart(9)}  sha256 ${sha256}`)
  }
}
