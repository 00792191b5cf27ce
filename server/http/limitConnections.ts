import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from '../log.ts'

/** The share of the process's file descriptors reserved for files, database, mail server and providers. */
const RESERVED_SHARE = 3 / 8

const TELL_EVERY_MS = 60_000

/** The process's limit of file descriptors; undefined where the system does not report it (Linux does). */
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

/** The number of connections that fit into `descriptors` beside everything else that the process opens. */
export function connectionsWithin(descriptors: number): number {
  return Math.floor(descriptors * (1 - RESERVED_SHARE))
}

interface Options {
  max: number
  log: Pick<Logger, 'warn'>
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
}

/**
 * Keeps at most `max` connections open. For a new connection, such as a balancer's check, it closes the
 * oldest one that waits for its client. When every connection has a complete request under way, it closes the
 * new one.
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
    response.once('close', () => {
      // A pipelined request may have arrived before this answer was sent (RFC 9112, 9.3.2).
      if (busy.get(socket) === request) busy.delete(socket)
    })
  })

  function firstIdle(): Socket | undefined {
    for (const socket of open) {
      // A request that is still being received does not count as busy: a slow sender may be the one that
      // holds the connections.
      if (!busy.get(socket)?.complete) return socket
    }
    return undefined
  }
}

/** Logs the number of closed connections, at most once a minute. */
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
