import { randomInt } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'

/** A server on loopback. */
export interface Listening {
  port: number
  /** Stops listening and hangs up on everybody. */
  close(): Promise<void>
}

const ATTEMPTS = 20

/**
 * Listens on 127.0.0.1 and, where this machine has it, on ::1 too, because `localhost` may mean either. Port 0 takes
 * one that is free on both. Throws (`EADDRINUSE`) when the port is busy on one of them.
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

/** Whether nobody listens on the port, on either loopback address. */
export async function isFree(port: number): Promise<boolean> {
  try {
    const { close } = await listenOnLoopback(() => createServer(), port)
    await close()
    return true
  } catch {
    // Busy, privileged or out of range: not to be had in any case.
    return false
  }
}

/** Below the ports that systems give out by themselves, so that nobody takes one by chance before it is used. */
const FREE_PORTS = { from: 20_000, count: 10_000 }

/** A port that nobody listens on, with the `following` ones as free. */
export async function freePort(following = 0): Promise<number> {
  const port = FREE_PORTS.from + randomInt(FREE_PORTS.count)
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
