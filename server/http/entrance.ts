import type { IncomingMessage, RequestListener } from 'node:http'

/** The probes of balancers and process managers, below any path of PUBLIC_URL. */
const PROBE = /^[^?]*\/(healthz|readyz)(\?|$)/

/**
 * Handles requests from the start of the process. Until the store is open or known to be unreachable,
 * visitors' requests wait; that is shorter than a balancer's time-out. Then `waiting` answers them or, after
 * `open`, the given handler. Probes are answered at once.
 */
export class Entrance {
  #handler: RequestListener
  #held: (() => void)[] | undefined = []

  constructor(waiting: RequestListener) {
    this.#handler = waiting
  }

  readonly handle: RequestListener = (request, response) => {
    const handle = () => this.#handler(request, response)
    if (this.#held && !isProbe(request)) this.#held.push(handle)
    else handle()
  }

  /** Answers the waiting requests: the store cannot be reached now, and that may last. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const handle of held) handle()
  }

  /** Hands all requests to `handler`: the store is open. */
  open(handler: RequestListener): void {
    this.#handler = handler
    this.release()
  }
}

function isProbe({ method, url = '' }: IncomingMessage): boolean {
  return method === 'OPTIONS' || PROBE.test(url)
}
