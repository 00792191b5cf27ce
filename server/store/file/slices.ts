const SLICE_MS = 2

/** How many items are made between two looks at the clock. */
const ITEMS_A_LOOK = 16

/** Makes the items in slices of about two milliseconds, between which the caller lets other work have its turn. */
export function* slices<T>(items: Iterable<T>): Generator<readonly T[]> {
  let slice: T[] = []
  let begun = performance.now()
  for (const item of items) {
    slice.push(item)
    if (slice.length % ITEMS_A_LOOK > 0 || performance.now() - begun < SLICE_MS) continue
    yield slice
    slice = []
    begun = performance.now()
  }
  yield slice
}
