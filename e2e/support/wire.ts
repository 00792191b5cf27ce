import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from '../standins/server.ts'

/** A proxy in front of a database, which counts round trips and cuts connections. */
export interface Wire {
  /** The URL of the database through the proxy. */
  url: string
  /** How often the client has sent something after an answer. */
  readonly roundTrips: number
  /** The number of cut connections. */
  readonly cuts: number
  /**
   * Cuts the connection of the next commit: before the database gets the commit, or after it and before the client gets
   * the answer. With `count`, holds that many commits and then cuts their connections at once.
   */
  cutAtCommit(when: 'before' | 'after', count?: number): void
  /** Cuts the connection of the next message that contains this text. */
  cutAt(text: string, when: 'before' | 'after'): void
  close(): Promise<void>
}

/** A commit in PostgreSQL's protocol: Q for a simple query, its length, and the text. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

/** Starts a proxy in front of the database at `databaseUrl`. */
export async function layWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl)
  let roundTrips = 0
  let cuts = 0
  let cut: { at: Buffer; when: 'before' | 'after'; count: number; left: number } | undefined
  const held = new Set<() => void>()
  const serve = (client: Socket) => {
    const server = connect(Number(target.port), target.hostname)
    const end = () => [client, server].forEach((socket) => void socket.destroy())
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    let isCut = false
    let isAnswered = true
    const hold = () => {
      held.add(end)
      if (held.size === cut?.count) for (const endOne of held) endOne()
    }
    client.on('data', (data) => {
      // The client is in this process, so all that it sends at once has arrived before any answer.
      if (isAnswered) roundTrips++
      isAnswered = false
      const isNext = cut !== undefined && cut.left > 0 && data.includes(cut.at)
      if (isNext && cut) {
        cut.left--
        cuts++
      }
      isCut ||= isNext
      if (isNext && cut?.when === 'before') hold()
      else server.write(data)
    })
    server.on('data', (data) => {
      isAnswered = true
      if (isCut) hold()
      else client.write(data)
    })
  }
  const { port, close } = await listenOnLoopback(() => createServer(serve))
  return {
    url: Object.assign(new URL(databaseUrl), { port: String(port) }).href,
    get roundTrips() {
      return roundTrips
    },
    get cuts() {
      return cuts
    },
    cutAtCommit(when, count = 1) {
      held.clear()
      cut = { at: COMMIT, when, count, left: count }
    },
    cutAt(text, when) {
      held.clear()
      cut = { at: Buffer.from(text), when, count: 1, left: 1 }
    },
    close,
  }
}
