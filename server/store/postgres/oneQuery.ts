import { setImmediate } from 'node:timers/promises'

/**
 * Returns a read that collects the keys of one turn of the event loop and asks for all of them in one query, each key
 * once. Under load a query costs much more than one of its rows. A read sees everything that was committed before it
 * was called.
 */
export function oneQuery<Found>(
  readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | undefined> {
  let collecting: { keys: Set<string>; found: Promise<ReadonlyMap<string, Found>> } | undefined

  function collect() {
    const keys = new Set<string>()
    const found = setImmediate().then(() => {
      collecting = undefined
      return readAll([...keys])
    })
    return { keys, found }
  }

  return async (key) => {
    collecting ??= collect()
    collecting.keys.add(key)
    return (await collecting.found).get(key)
  }
}
