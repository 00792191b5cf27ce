import { createServer, type Server, type Socket } from 'node:net'

/** A server on loopback. */
export interface Listening {
  port: number
  /** Stops listening and destroys all connections. */
  close(): Promise<void>
}

const ATTEMPTS = 20

/**
 * Listens on 127.0.0.1 and, if this machine has IPv6, on ::1 too, because `localhost` may resolve to either. Port 0
 * picks a port that is free on both. Throws `EADDRINUSE` when the port is busy on one of them.
 */
export async function listenOnLoopback(create: () => Server, port = 0): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const first = await listen(create(), port, '127.0.0.1')
    try {
      const second = await listen(create(), first.port, '::1')
      return {
        port: first.port,
        close: async () => void (await Promise.all([first.close(), second.close()])),
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return first
      await first.close()
      if (code !== 'EADDRINUSE' || port !== 0 || attempt === ATTEMPTS) throw error
    }
  }
}

/** Whether this process could listen on the port, on both loopback addresses. */
export async function isFree(port: number): Promise<boolean> {
  try {
    const { close } = await listenOnLoopback(() => createServer(), port)
    await close()
    return true
  } catch {
    // The port is busy, privileged or out of range: not free in each case.
    return false
  }
}

/** Below the ephemeral ports, so that the system does not assign one to another process before the test uses it. */
const FREE_PORTS = { from: 20_000, count: 10_000 }

/**
 * The place of the next port. Processes begin far apart and go on in order: with random ports, two processes would now
 * and then take the same one between the check and its use.
 */
let place = (process.pid % 100) * 100

/** A port that is free, as are the `following` ports after it. */
export async function freePort(following = 0): Promise<number> {
  const port = FREE_PORTS.from + (place % FREE_PORTS.count)
  place += following + 1
  const ports = Array.from({ length: following + 1 }, (_, offset) => port + offset)
  const answers = await Promise.all(ports.map(isFree))
  return answers.every(Boolean) ? port : freePort(following)
}

async function listen(server: Server, port: number, host: string): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
