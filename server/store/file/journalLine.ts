import { createHash } from 'node:crypto'
import type { Change } from './memory.ts'

/** A commit as the journal keeps it. */
export interface Commit {
  /** Counts up by one over all journals. */
  number: number
  /** Unix milliseconds. */
  at: number
  changes: readonly Change[]
}

const CHECKSUM_LENGTH = 16

const LINE = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{16}) /

/** The line of a commit: number, time, checksum of all the rest, and changes as JSON. */
export function formatLine({ number, at, changes }: Commit): string {
  const json = JSON.stringify(changes)
  return `${number} ${at} ${checksumOf(number, at, json)} ${json}\n`
}

/** The commit of a line without its end. Undefined when the line is not whole. */
export function parseLine(line: string): Commit | undefined {
  const [prefix, number = '', at = '', checksum = ''] = LINE.exec(line) ?? []
  if (prefix === undefined) return undefined
  const json = line.slice(prefix.length)
  if (checksumOf(number, at, json) !== checksum) return undefined
  // The checksum proves that it is our own text.
  return { number: Number(number), at: Number(at), changes: JSON.parse(json) as Change[] }
}

function checksumOf(number: number | string, at: number | string, json: string): string {
  const hash = createHash('sha256').update(`${number} ${at} `).update(json)
  return hash.digest('hex').slice(0, CHECKSUM_LENGTH)
}
