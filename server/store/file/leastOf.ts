/** Keeps the `limit` least of all that are added, without sorting the rest. */
export function leastOf<T>(limit: number, compare: (a: T, b: T) => number) {
  const kept: T[] = []
  const wants = (item: T) => {
    const last = kept[limit - 1]
    return limit > 0 && (last === undefined || compare(item, last) < 0)
  }
  return {
    /** Whether the item would be kept. */
    wants,
    add(item: T): void {
      if (!wants(item)) return
      kept.splice(placeIn(kept, item, compare), 0, item)
      if (kept.length > limit) kept.pop()
    },
    /** The least first. */
    sorted: (): readonly T[] => kept,
  }
}

function placeIn<T>(kept: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(kept[middle] as T, item) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
