import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Finding, fault, ok, warning } from './finding.ts'

const ABOUT = 'disk'
const MB = 1_000_000

/** Below this, writes may fail at any time. */
const LITTLE = 20 * MB
const COMFORTABLE = 500 * MB

/** A new snapshot is written beside the last two. */
const COPIES = 3

/** Checks the space for the data file to be rewritten and to grow. */
export async function checkDisk(path: string): Promise<Finding> {
  const file = resolve(path)
  const { bavail, bsize, files, ffree } = await statfs(nearest(dirname(file)))
  const free = bavail * bsize
  const needed = existsSync(file) ? (await stat(file)).size * COPIES : 0
  const words = `${Math.floor(free / MB)} MB are free for ${file}`
  if (files > 0 && ffree === 0) return fault(ABOUT, `${words}, but no file can be made (inodes): remove some`)
  if (free < LITTLE + needed) return fault(ABOUT, `${words}: make room`)
  return free < COMFORTABLE + needed ? warning(ABOUT, `${words}: make room soon`) : ok(ABOUT, words)
}

/** The folder, or its nearest parent that exists. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder))
}
