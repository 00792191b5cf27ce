/** Keeps the `limit` smallest items that are added, without sorting the others. */
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
    /** The smallest first. */
    sorted: (): readonly T[] => kept,
  }
}

/** Compares texts by their code units, for sorting. */
export function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
