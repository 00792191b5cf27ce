import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from '../log.ts'

/** Of the descriptors that the process may have, so many are left to files, database, mail server and providers. */
const RESERVED_SHARE = 3 / 8

const TELL_EVERY_MS = 60_000

/** How many descriptors this process may have, or undefined where the system does not say (Linux does). */
export function readDescriptorLimit(): number | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
    return soft === undefined ? undefined : Number(soft)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** How many connections fit into `descriptors` beside everything else that the process opens. */
export function connectionsWithin(descriptors: number): number {
  return Math.floor(descriptors * (1 - RESERVED_SHARE))
}

interface Options {
  max: number
  log: Pick<Logger, 'warn'>
  /** Milliseconds on a clock that nobody sets. */
  elapsed: () => number
}

/**
 * Keeps at most `max` connections open. For one more it hangs up on the oldest connection that waits for its client: a
 * new one, such as a balancer's check, is let in, whoever holds the others open. When every connection has a complete
 * request under way, the new one is refused.
 */
export function limitConnections(server: Server, { max, log, elapsed }: Options): void {
  /** Oldest first. */
  const open = new Set<Socket>()
  const busy = new Map<Socket, IncomingMessage>()
  const tell = createTeller({ max, log, elapsed })

  server.on('connection', (socket: Socket) => {
    if (open.size >= max) {
      const victim = firstIdle() ?? socket
      tell()
      open.delete(victim)
      victim.destroy()
      if (victim === socket) return
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    busy.set(socket, request)
    response.once('close', () => busy.delete(socket))
  })

  function firstIdle(): Socket | undefined {
    for (const socket of open) {
      // A request that is still being sent is no reason to stay: its sender may be the one that holds everything open.
      if (!busy.get(socket)?.complete) return socket
    }
    return undefined
  }
}

/** Tells of cut connections, at most once a minute, with their number. */
function createTeller({ max, log, elapsed }: Options): () => void {
  let cut = 0
  let toldAt = Number.NEGATIVE_INFINITY
  return () => {
    cut += 1
    if (elapsed() - toldAt < TELL_EVERY_MS) return
    log.warn(
      { cut, max },
      'too many connections: the oldest idle ones are cut; raise the limit of open files',
    )
    toldAt = elapsed()
    cut = 0
  }
}
