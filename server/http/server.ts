import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { hasOneHost, refuse, refuseUnreadable } from './unreadable.ts'

/** For the headers, and for the whole request: who is slower than this is not a browser with something to say. */
const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 12_000

/** Node's default looks only every half minute, and so lets the slow ones stay that much longer. */
const LOOK_EVERY_MS = 1_000

/** No byte in either direction. Longer than any answer takes. */
const SILENCE_LIMIT_MS = 30_000

/** While it drains, a client that keeps its connection asks once more and is told that this was the last time. */
const FAREWELL_MS = 300

/**
 * Below the ten seconds that process managers grant, with the store still to be closed; above the longest answer, which
 * is that of a sign-in whose provider says nothing (ANSWER_WITHIN_MS in signin/doors.ts).
 */
const DRAIN_LIMIT_MS = 8_900

/** An HTTP server that ends well. */
export interface HttpServer {
  server: Server
  /** Drops no request: says "Connection: close" to all, then listens no more, then waits for those under way. */
  drain(): Promise<void>
}

/**
 * An HTTP server that cuts off whoever takes too long to ask. What it has to refuse before `handler` sees it bears
 * `headers`, too.
 */
export function createHttpServer(handler: RequestListener, headers: Record<string, string>): HttpServer {
  const underway = new Set<ServerResponse>()
  let isDraining = false
  const limits = {
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
    // Node's own refusal would lack the headers.
    requireHostHeader: false,
  }
  let held: (() => void)[] | undefined
  const server = createServer(limits, (request, response) => {
    underway.add(response)
    response.once('close', () => underway.delete(response))
    if (isDraining) response.setHeader('Connection', 'close')
    if (!hasOneHost(request)) return refuse(response, 400, headers)
    if (held) held.push(() => handler(request, response))
    else handler(request, response)
  })
  server.setTimeout(SILENCE_LIMIT_MS)
  refuseUnreadable(server, { underway, headers })

  /**
   * The system hangs up on those who have connected and not been let in yet. So for a few turns of the event loop
   * nothing is done but letting in, and the last of them ends with closing the door.
   */
  async function closeWhenAllAreIn(close: () => void): Promise<void> {
    const waiting: (() => void)[] = []
    held = waiting
    for (let turn = 0; turn < 5; turn++) await setImmediate()
    close()
    held = undefined
    for (const handle of waiting) handle()
  }

  async function drain(): Promise<void> {
    isDraining = true
    for (const response of underway) {
      if (!response.headersSent) response.setHeader('Connection', 'close')
    }
    await sleep(FAREWELL_MS)
    const closed = new Promise((resolve) => void closeWhenAllAreIn(() => server.close(resolve)))
    const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS)
    await closed
    clearTimeout(deadline)
  }
  return { server, drain }
}
