import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { Server as NetServer } from 'node:net'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { answerOnly, hasOneHost, refuseUnreadable } from './refuseUnreadable.ts'

/** For the headers, and for the whole request. No browser is slower than this. */
const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 12_000

/** Node's default is half a minute, and slow clients would stay that much longer. */
const LOOK_EVERY_MS = 1_000

/** No byte in either direction. Longer than any answer takes. */
const SILENCE_LIMIT_MS = 30_000

/** A client that keeps its connection asks once more in this time, and is told that this was the last request on it. */
const FAREWELL_MS = 300

/** Before the server closes, it accepts connections for this time and does nothing else. */
const ACCEPT_ONLY_MS = 30

/**
 * A connection that arrives in the last turn of the event loop, after the loop has accepted the others, is reset. On a
 * busy machine a turn may take many milliseconds, so the server waits for a turn as short as this, for at most so long.
 */
const SHORT_TURN_MS = 0.2
const WAIT_FOR_SHORT_TURN_MS = 300

/**
 * After the drain time and this time, connections are cut. Together they stay below the ten seconds that process
 * managers grant (with DRAIN_SECONDS=1, the store still to be closed). The longest answer is that of a sign-in whose
 * provider says nothing (ANSWER_WITHIN_MS in signin/providerFlows.ts).
 */
const LAST_ANSWERS_MS = 8_300

interface HttpServerOptions {
  /** Of every answer, also of those that the handler never sees. */
  headers: Record<string, string>
  /** How long connections are accepted after the start of the drain, so that balancers notice in time. */
  drainMs: number
}

/** An HTTP server that cuts off clients that take too long to send their request, and ends well. */
export class HttpServer {
  readonly server: Server
  readonly #handler: RequestListener
  readonly #options: HttpServerOptions
  readonly #underway = new Set<ServerResponse>()
  #isDraining = false
  /** Requests that wait while the server only accepts connections. */
  #held: (() => void)[] | undefined

  constructor(handler: RequestListener, options: HttpServerOptions) {
    this.#handler = handler
    this.#options = options
    const limits = {
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      // Node's own refusal would lack the headers.
      requireHostHeader: false,
    }
    this.server = createServer(limits, (request, response) => this.#receive(request, response))
    this.server.setTimeout(SILENCE_LIMIT_MS)
    refuseUnreadable(this.server, { underway: this.#underway, headers: options.headers })
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    this.#underway.add(response)
    response.once('close', () => this.#underway.delete(response))
    if (this.#isDraining) response.setHeader('Connection', 'close')
    if (!hasOneHost(request)) answerOnly(response, 400, this.#options.headers)
    else if (this.#held) this.#held.push(() => this.#handler(request, response))
    else this.#handler(request, response)
  }

  /**
   * Drops no request: says "Connection: close" to all, accepts connections for the drain time, then closes the door and
   * waits for the requests under way.
   */
  async drain(): Promise<void> {
    this.#isDraining = true
    for (const response of this.#underway) {
      if (!response.headersSent) response.setHeader('Connection', 'close')
    }
    await sleep(Math.max(FAREWELL_MS, this.#options.drainMs))
    const closed = new Promise<unknown>((resolve) => void this.#closeWhenAllAreIn(resolve))
    // A proxy may send a request now over a connection that it has kept. The answer says "Connection: close".
    await sleep(FAREWELL_MS)
    this.server.closeIdleConnections()
    const deadline = setTimeout(() => this.server.closeAllConnections(), LAST_ANSWERS_MS)
    await closed
    clearTimeout(deadline)
  }

  /**
   * When a server closes, the kernel resets the connections that the server has not accepted yet. So for a moment the
   * server only accepts: a proxy whose requests all wait opens no further connection. Then the server closes at the end
   * of a short turn of the event loop. Calls `closed` after the last connection.
   */
  async #closeWhenAllAreIn(closed: (error?: Error) => void): Promise<void> {
    const held: (() => void)[] = []
    this.#held = held
    await acceptOnly()
    stopListening(this.server, closed)
    this.#held = undefined
    for (const handle of held) handle()
  }
}

/** Resolves at the end of a turn of the event loop in which the server could accept what had arrived. */
async function acceptOnly(): Promise<void> {
  const begun = performance.now()
  let turnBegun = begun
  for (;;) {
    await setImmediate()
    const now = performance.now()
    const turnMs = now - turnBegun
    const enoughMs = turnMs <= SHORT_TURN_MS ? ACCEPT_ONLY_MS : WAIT_FOR_SHORT_TURN_MS
    if (now - begun >= enoughMs) return
    turnBegun = now
  }
}

/** Stops accepting, and calls `closed` after the last connection. node:http's `server.close` cuts idle ones at once. */
function stopListening(server: Server, closed: (error?: Error) => void): void {
  NetServer.prototype.close.call(server, closed)
}
