import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CurrentProblem } from '../metrics/problems.ts'
import type { Services } from '../services.ts'

const MB = 2 ** 20

/** The journal and the next snapshot need space beside the current one. */
const LITTLE_ROOM_BYTES = 200 * MB

/** The free space of a file system. */
interface Room {
  /** The blocks that are free for this process. */
  bavail: number
  /** The bytes of a block. */
  bsize: number
}

/** A problem with the free space in MB if the disk is almost full, else undefined. */
export function diskProblem({ bavail, bsize }: Room): CurrentProblem | undefined {
  const free = bavail * bsize
  if (free >= LITTLE_ROOM_BYTES) return undefined
  return { kind: 'disk', about: '', since: null, facts: { free: Math.floor(free / MB) } }
}

/**
 * Returns a function that reads the current problems: the reported ones, a full disk, and the dead letters.
 */
export function createProblemReader({ config, problems }: Pick<Services, 'config' | 'problems'>) {
  return async (deadLetters: number): Promise<CurrentProblem[]> => {
    const disk = config.databaseUrl ? undefined : diskProblem(await statfs(dirname(config.dataFile)))
    const dead: CurrentProblem = {
      kind: 'dead-letters',
      about: '',
      since: null,
      facts: { count: deadLetters },
    }
    return [...problems.list(), ...(disk ? [disk] : []), ...(deadLetters > 0 ? [dead] : [])]
  }
}
