import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'

/** The name that stands for all endpoints. */
export const ALL = '*'

/** The faults that a stand-in supports, and the endpoints that they apply to. */
interface FaultOptions<Fault> {
  /** Paths of the endpoints by name; `:part` in a path matches any one segment. */
  endpoints: Readonly<Record<string, string>>
  /** Accept names that are not in `endpoints`, too. Default: such a name is an error. */
  isOpen?: boolean
  /** Ready faults, by their label on the control page. */
  ready: Readonly<Record<string, Fault>>
  schema: z.ZodType<Fault>
}

/** The faults that are set at a stand-in, by a test or by a person on the control page. */
export class Faults<Fault extends { times?: number }> {
  readonly options: FaultOptions<Fault>
  readonly #byEndpoint = new Map<string, { fault: Fault; left: number }>()
  readonly #closing = new AbortController()

  constructor(options: FaultOptions<Fault>) {
    this.options = options
  }

  /**
   * Fails `endpoint` (a name, a path or `*`) for the next `fault.times` requests, or until cleared. Throws when there
   * is no such endpoint.
   */
  set(endpoint: string, fault: Fault): void {
    this.#byEndpoint.set(this.#nameOf(endpoint), { fault, left: fault.times ?? Number.POSITIVE_INFINITY })
  }

  /** Clears all faults, or only the fault of `endpoint`. */
  clear(endpoint?: string): void {
    if (endpoint === undefined) this.#byEndpoint.clear()
    else this.#byEndpoint.delete(this.#nameOf(endpoint))
  }

  /** The faults that are set, by endpoint, each with the number of requests it still applies to. */
  current(): Record<string, Fault> {
    return Object.fromEntries(
      [...this.#byEndpoint].map(([name, { fault, left }]) => [name, withTimes(fault, left)]),
    )
  }

  /**
   * The fault for a request to `path`: that of its endpoint, else that of `*`, if `isMeant` accepts it. The request
   * counts towards `times`.
   */
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

  /** Resolves after `ms`, or as soon as the stand-in closes. */
  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }

  /** Ends every `wait`. */
  close(): void {
    this.#closing.abort()
  }

  /** Whether `set` accepts this endpoint. */
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
