import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from '../standins/server.ts'

/** A commit in PostgreSQL's protocol: Q for a simple query, its length, and the text. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

interface Cut {
  at: Buffer
  when: 'before' | 'after'
  /** How many connections to cut, all at once. */
  count: number
  left: number
  /** Ends each of the connections that are about to be cut. */
  held: Set<() => void>
}

/** A proxy in front of a database, which counts round trips, and cuts or freezes connections. */
export class Wire {
  readonly #target: URL
  #port = 0
  #close: () => Promise<void> = async () => {}
  #roundTrips = 0
  #cuts = 0
  #planned: Cut[] = []
  #isFrozen = false

  private constructor(databaseUrl: string) {
    this.#target = new URL(databaseUrl)
  }

  /** Starts a proxy in front of the database at `databaseUrl`. */
  static async lay(databaseUrl: string): Promise<Wire> {
    const wire = new Wire(databaseUrl)
    const { port, close } = await listenOnLoopback(() =>
      createServer({ allowHalfOpen: true }, (client) => wire.#serve(client)),
    )
    wire.#port = port
    wire.#close = close
    return wire
  }

  /** The URL of the database through the proxy. */
  get url(): string {
    return Object.assign(new URL(this.#target), { port: String(this.#port) }).href
  }

  /** How often the client has sent something after an answer. */
  get roundTrips(): number {
    return this.#roundTrips
  }

  /** The number of cut connections. */
  get cuts(): number {
    return this.#cuts
  }

  /**
   * Cuts the connection of the next commit: before the database gets the commit, or after it and before the client gets
   * the answer. With `count`, holds that many commits and then cuts their connections at once.
   */
  cutAtCommit(when: 'before' | 'after', count = 1): void {
    this.#planned = [{ at: COMMIT, when, count, left: count, held: new Set() }]
  }

  /** Cuts the connections of the next messages that contain this text, one after the other. */
  cutAt(text: string, ...whens: ('before' | 'after')[]): void {
    const at = Buffer.from(text)
    this.#planned = whens.map((when) => ({ at, when, count: 1, left: 1, held: new Set() }))
  }

  /** From now on nothing arrives, and no connection ends: so does a database whose machine has stopped. */
  freeze(): void {
    this.#isFrozen = true
  }

  close(): Promise<void> {
    return this.#close()
  }

  #serve(client: Socket): void {
    const server = connect(Number(this.#target.port), this.#target.hostname)
    const end = () => [client, server].forEach((socket) => void socket.destroy())
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    client.on('end', () => {
      if (!this.#isFrozen) end()
    })
    let cut: Cut | undefined
    let isAnswered = true
    client.on('data', (data) => {
      if (this.#isFrozen) return
      // The client is in this process, so all that it sends at once has arrived before any answer.
      if (isAnswered) this.#roundTrips++
      isAnswered = false
      const next = this.#cutFor(data)
      cut ??= next
      if (next?.when === 'before') hold(end, next)
      else server.write(data)
    })
    server.on('data', (data) => {
      if (this.#isFrozen) return
      isAnswered = true
      if (cut) hold(end, cut)
      else client.write(data)
    })
  }

  /** The cut that this message of a client causes, if any. */
  #cutFor(data: Buffer): Cut | undefined {
    const [cut] = this.#planned
    if (!cut || !data.includes(cut.at)) return undefined
    cut.left--
    if (cut.left === 0) this.#planned.shift()
    this.#cuts++
    return cut
  }
}

function hold(end: () => void, { held, count }: Cut): void {
  held.add(end)
  if (held.size === count) for (const endOne of held) endOne()
}
