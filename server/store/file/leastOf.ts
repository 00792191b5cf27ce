/** Keeps the `limit` least of all that are added, without sorting the rest. */
export function leastOf<T>(limit: number, compare: (a: T, b: T) => number) {
  const kept: T[] = []
  return {
    add(item: T): void {
      const last = kept[limit - 1]
      if (limit <= 0 || (last !== undefined && compare(item, last) >= 0)) return
      const place = kept.findLastIndex((other) => compare(other, item) <= 0) + 1
      kept.splice(place, 0, item)
      if (kept.length > limit) kept.pop()
    },
    /** The least first. */
    sorted: (): readonly T[] => kept,
  }
}

/** The order of texts by their code units: below zero when `a` comes first. */
export function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
