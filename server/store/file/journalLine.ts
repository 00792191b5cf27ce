import { createHash } from 'node:crypto'
import type { Change } from './memory.ts'

/** A commit in the journal. */
export interface Commit {
  /** Increases by one from commit to commit, across all journals. */
  number: number
  /** Unix milliseconds. */
  at: number
  changes: readonly Change[]
}

const CHECKSUM_LENGTH = 16

const LINE = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{16}) /

/** Formats a commit as a line: number, time, checksum of everything else, changes as JSON. */
export function formatLine({ number, at, changes }: Commit): string {
  const json = JSON.stringify(changes)
  return `${number} ${at} ${checksumOf(number, at, json)} ${json}\n`
}

/** Parses a line without its line feed. Returns undefined when it is incomplete or damaged. */
export function parseLine(line: string): Commit | undefined {
  const [prefix, number = '', at = '', checksum = ''] = LINE.exec(line) ?? []
  if (prefix === undefined) return undefined
  const json = line.slice(prefix.length)
  if (checksumOf(number, at, json) !== checksum) return undefined
  // The checksum proves that Doorman wrote this text.
  return { number: Number(number), at: Number(at), changes: JSON.parse(json) as Change[] }
}

function checksumOf(number: number | string, at: number | string, json: string): string {
  const hash = createHash('sha256').update(`${number} ${at} `).update(json)
  return hash.digest('hex').slice(0, CHECKSUM_LENGTH)
}
