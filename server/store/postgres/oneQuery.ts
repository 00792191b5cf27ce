import { setImmediate } from 'node:timers/promises'

/**
 * Returns a function that collects its keys while its last query runs, and at least for one turn of the event loop, and
 * passes all of them to the next query, each key once. Under load a query costs much more than one of its rows. Each
 * query sees everything that was committed before its keys were given.
 */
export function oneQuery<Found>(
  askAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | undefined> {
  let collecting: { keys: Set<string>; found: Promise<ReadonlyMap<string, Found>> } | undefined
  let last: Promise<unknown> = Promise.resolve()

  function collect() {
    const keys = new Set<string>()
    const found = Promise.all([last, setImmediate()]).then(() => {
      collecting = undefined
      return askAll([...keys])
    })
    last = found.catch(() => undefined)
    return { keys, found }
  }

  return async (key) => {
    collecting ??= collect()
    collecting.keys.add(key)
    return (await collecting.found).get(key)
  }
}
