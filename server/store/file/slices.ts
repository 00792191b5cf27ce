import { setImmediate } from 'node:timers/promises'

/** The work of one slice. */
const SLICE_MS = 2

/** How many items are processed between two looks at the clock. */
const ITEMS_A_LOOK = 64

/** Does the work for each item, and lets the event loop run after every two milliseconds. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let begun = performance.now()
  let taken = 0
  for (const item of items) {
    work(item)
    if (++taken % ITEMS_A_LOOK > 0 || performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
}
