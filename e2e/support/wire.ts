import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from '../standins/server.ts'

/** The wire to a database, to listen to and to cut. */
export interface Wire {
  /** The database, by this wire. */
  url: string
  /** How often the database has said that it waits for the next question. */
  readonly roundTrips: number
  /** How many connections were cut. */
  readonly cuts: number
  /**
   * Cuts the wire at the next commit: before the database hears it, or before its answer is heard. With `count`, that of so
   * many commits, all at once.
   */
  cutAtCommit(when: 'before' | 'after', count?: number): void
  /** Cuts the wire at the next message with this text in it. */
  cutAt(text: string, when: 'before' | 'after'): void
  close(): Promise<void>
}

/** PostgreSQL's protocol: a simple query is Q, its length, and the text. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')
const READY = 'Z'.charCodeAt(0)

/** Lays a wire to the database at `databaseUrl`. */
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

/** Calls `onReady` for every ReadyForQuery in what a server says: messages are a type, a length, and so much more. */
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
