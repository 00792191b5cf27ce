import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'

/** All endpoints. */
export const ALL = '*'

/** What kinds of fault there are, and where. */
export interface FaultOptions<Fault> {
  /** Names of endpoints and their paths, `:part` standing for any one part. */
  endpoints: Readonly<Record<string, string>>
  /** Take other names too. Default: a name that is not in the list is an error. */
  isOpen?: boolean
  /** Faults to pick from, by the words on the control page. */
  ready: Readonly<Record<string, Fault>>
  schema: z.ZodType<Fault>
}

/** How a stand-in is told to fail: from tests, or by a person on its control page. */
export class Faults<Fault extends { times?: number }> {
  readonly options: FaultOptions<Fault>
  readonly #byEndpoint = new Map<string, { fault: Fault; left: number }>()
  readonly #closing = new AbortController()

  constructor(options: FaultOptions<Fault>) {
    this.options = options
  }

  /** Fails `endpoint` (a name, a path or `*`) for the next `fault.times` requests, or until cleared. */
  set(endpoint: string, fault: Fault): void {
    this.#byEndpoint.set(this.#nameOf(endpoint), { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
  }

  /** All is well again; with an endpoint, only there. */
  clear(endpoint?: string): void {
    if (endpoint === undefined) this.#byEndpoint.clear()
    else this.#byEndpoint.delete(this.#nameOf(endpoint))
  }

  /** What is set, by endpoint. */
  current(): Record<string, Fault> {
    return Object.fromEntries(
      [...this.#byEndpoint].map(([name, { fault, left }]) => [name, withTimes(fault, left)]),
    )
  }

  /** The fault for a request to `path`, which is thereby counted; the first that `isMeant`. */
  take(path: string, isMeant: (fault: Fault) => boolean = () => true): Fault | undefined {
    for (const name of [this.#find(path) ?? path, ALL]) {
      const entry = this.#byEndpoint.get(name)
      if (!entry || !isMeant(entry.fault)) continue
      entry.left -= 1
      if (entry.left <= 0) this.#byEndpoint.delete(name)
      return entry.fault
    }
    return undefined
  }

  /** Lets time pass, until the stand-in closes. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }

  /** Lets go of all that wait. */
  close(): void {
    this.#closing.abort()
  }

  /** Whether a fault can be set there. */
  knows(endpoint: string): boolean {
    const { endpoints, isOpen = false } = this.options
    const isNamed = endpoint === ALL || Object.hasOwn(endpoints, endpoint)
    return isNamed || isOpen || this.#find(endpoint) !== undefined
  }

  #nameOf(endpoint: string): string {
    const { endpoints } = this.options
    if (!this.knows(endpoint)) {
      throw new Error(`no endpoint '${endpoint}', only ${Object.keys(endpoints).join(', ')}`)
    }
    return this.#find(endpoint) ?? endpoint
  }

  #find(path: string): string | undefined {
    return Object.entries(this.options.endpoints).find(([, pattern]) => matches(pattern, path))?.[0]
  }
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith(':') || part === given[index])
  )
}

function withTimes<Fault>(fault: Fault, left: number): Fault {
  return Number.isFinite(left) ? { ...fault, times: left } : fault
}
