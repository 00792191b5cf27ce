import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from '../standins/server.ts'

/** A proxy in front of a database, which counts round trips and cuts connections. */
export interface Wire {
  /** The URL of the database through the proxy. */
  url: string
  /** How often the database has answered that it is ready for the next query. */
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
const READY = 'Z'.charCodeAt(0)

/** Starts a proxy in front of the database at `databaseUrl`. */
export async function layWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl)
  let roundTrips = 0
  let cuts = 0
  let cut: { at: Buffer; when: 'before' | 'after'; count: number; left: number } | undefined
  const held = new Set<() => void>()
  const count = () => {
    roundTrips++
  }
  const serve = (client: Socket) => {
    const server = connect(Number(target.port), target.hostname)
    const end = () => [client, server].forEach((socket) => void socket.destroy())
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    const listen = listenForReady(count)
    let isCut = false
    const hold = () => {
      held.add(end)
      if (held.size === cut?.count) for (const endOne of held) endOne()
    }
    client.on('data', (data) => {
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
      listen(data)
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

/** Parses the server's messages (a type, a length, a body) and calls `onReady` for every ReadyForQuery. */
function listenForReady(onReady: () => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (data) => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
      if (rest[0] === READY) onReady()
      rest = rest.subarray(1 + rest.readUInt32BE(1))
    }
  }
}
