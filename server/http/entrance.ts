import type { IncomingMessage, RequestListener } from 'node:http'

/** What balancers and process managers ask, below any path of PUBLIC_URL. */
const PROBE = /^[^?]*\/(healthz|readyz)(\?|$)/

/**
 * The handler of requests from the first moment of the process. Until it is known whether the store can be opened at once,
 * visitors wait, which is shorter than any balancer's patience; then `waiting` answers, or what `open` is given. Probes are
 * answered at once.
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

  /** The store is not there and may not be for long: nobody waits for it. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const handle of held) handle()
  }

  /** The store is open. */
  open(handler: RequestListener): void {
    this.#handler = handler
    this.release()
  }
}

function isProbe({ method, url = '' }: IncomingMessage): boolean {
  return method === 'OPTIONS' || PROBE.test(url)
}
