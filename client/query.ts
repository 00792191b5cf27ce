import {
  type Accessor,
  createResource,
  createSignal,
  getListener,
  onCleanup,
  startTransition,
  untrack,
} from 'solid-js'

/** An answer that no part of the page uses is requested again after this long. */
const FRESH_MS = 5_000

interface Entry {
  answer: Promise<unknown>
  /** When it was requested (Unix ms); 0 when the next reader must request it again. */
  askedAt: number
  /** How many parts of the page use it. */
  users: number
  track: Accessor<unknown>
  retrigger: () => void
}

const entries = new Map<string, Entry>()

/**
 * Wraps a request so that its answer is shared: when several parts of a page read the same thing, the browser sends one
 * request. It works like `query` of @solidjs/router, which needs the whole router: a fifth of the account page's
 * script.
 */
export function query<Given extends unknown[], Value>(
  read: (...given: Given) => Promise<Value>,
  key: string,
): ((...given: Given) => Promise<Value>) & { key: string } {
  const ask = (...given: Given) => {
    const entry = entryFor(`${key}${JSON.stringify(given)}`)
    if (isStale(entry)) {
      entry.askedAt = Date.now()
      entry.answer = read(...given)
    }
    if (getListener()) use(entry)
    return entry.answer as Promise<Value>
  }
  return Object.assign(ask, { key })
}

/** Reads all answers that the page shows again, or those with these keys. Resolves when the page shows the new ones. */
export function revalidate(...keys: string[]): Promise<void> {
  const isMeant = (name: string) => keys.length === 0 || keys.some((key) => name.startsWith(`${key}[`))
  const found = [...entries].filter(([name]) => isMeant(name)).map(([, entry]) => entry)
  // Before the transition begins, because a reader in between must get the new answer.
  for (const entry of found) entry.askedAt = 0
  return startTransition(() => {
    for (const entry of found) entry.retrigger()
  })
}

/** The answer of `read`, undefined until it arrives. It is read again when a signal that `read` uses changes. */
export function createAsync<Value>(
  read: (known: Value | undefined) => Promise<Value>,
): Accessor<Value | undefined> {
  let latest: Accessor<Value | undefined> = () => undefined
  const [resource] = createResource(
    () => read(untrack(latest)),
    (answer) => answer,
  )
  latest = () => (resource.state === 'errored' ? undefined : resource.latest)
  return resource
}

function entryFor(name: string): Entry {
  const known = entries.get(name)
  if (known) return known
  forgetUnused()
  const [track, retrigger] = createSignal(undefined, { equals: false })
  const entry: Entry = { answer: Promise.resolve(), askedAt: 0, users: 0, track, retrigger }
  entries.set(name, entry)
  return entry
}

function isStale({ askedAt, users }: Entry): boolean {
  return askedAt === 0 || (users === 0 && Date.now() - askedAt > FRESH_MS)
}

/** An operator's search requests many lists. None is kept longer than it is used. */
function forgetUnused(): void {
  for (const [name, entry] of entries) if (entry.users === 0 && isStale(entry)) entries.delete(name)
}

function use(entry: Entry): void {
  entry.users += 1
  onCleanup(() => {
    entry.users -= 1
  })
  entry.track()
}
