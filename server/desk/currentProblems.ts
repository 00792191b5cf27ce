import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Problem } from '../metrics/problems.ts'
import type { Services } from '../services.ts'

const MB = 2 ** 20

/** The journal and the next snapshot need room beside the present one. */
const LITTLE_ROOM_BYTES = 200 * MB

/** What a file system says of its room. */
export interface Room {
  /** Blocks that are free for this process. */
  bavail: number
  /** Bytes of a block. */
  bsize: number
}

/** Whether the disk is almost full, as a problem with the room that is left in MB. */
export function diskProblem({ bavail, bsize }: Room): Problem | undefined {
  const free = bavail * bsize
  if (free >= LITTLE_ROOM_BYTES) return undefined
  return { kind: 'disk', about: '', since: null, facts: { free: Math.floor(free / MB) } }
}

/** Reads what is wrong now: what was reported, the room on the disk, and the dead letters. */
export function createProblemReader({ config, problems }: Pick<Services, 'config' | 'problems'>) {
  return async (deadLetters: number): Promise<Problem[]> => {
    const disk = config.databaseUrl ? undefined : diskProblem(await statfs(dirname(config.dataFile)))
    const dead: Problem = { kind: 'dead-letters', about: '', since: null, facts: { count: deadLetters } }
    return [...problems.list(), ...(disk ? [disk] : []), ...(deadLetters > 0 ? [dead] : [])]
  }
}
