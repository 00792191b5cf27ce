import type { JobPage, JobPlace, JobTally } from '../../jobs/queue.ts'
import type { DeadLetter, StoredJob } from './document.ts'
import { leastOf } from './leastOf.ts'

/** The place of an open job in its list. */
export function openPlace({ id, runAt }: StoredJob): JobPlace {
  return { id, at: runAt }
}

/** The place of a dead letter in its list. */
export function letterPlace({ id, diedAt }: DeadLetter): JobPlace {
  return { id, at: diedAt }
}

/** The order of open jobs. */
export function soonestFirst(a: JobPlace, b: JobPlace): number {
  return a.at - b.at || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
}

/** The order of dead letters. */
export function newestFirst(a: JobPlace, b: JobPlace): number {
  return soonestFirst(b, a)
}

interface Paging<T> extends Omit<JobPage, 'state'> {
  placeOf(row: T): JobPlace
  order(a: JobPlace, b: JobPlace): number
}

/** A page of the rows, in order. Only the page is sorted. */
export function pageOf<T extends { task: string }>(
  rows: Iterable<T>,
  { task, after, limit, placeOf, order }: Paging<T>,
): readonly T[] {
  const least = leastOf<T>(limit, (a, b) => order(placeOf(a), placeOf(b)))
  for (const row of rows) {
    if (task !== undefined && row.task !== task) continue
    if (after === undefined || order(placeOf(row), after) > 0) least.add(row)
  }
  return least.sorted()
}

/** Open jobs and dead letters, counted by task. */
export function tallyOf(open: Iterable<StoredJob>, dead: Iterable<DeadLetter>): JobTally {
  const byTask = new Map<string, { task: string; waiting: number; dead: number }>()
  const add = (task: string, state: 'waiting' | 'dead') => {
    const counted = byTask.get(task) ?? { task, waiting: 0, dead: 0 }
    counted[state] += 1
    byTask.set(task, counted)
  }
  let oldestAt: number | null = null
  for (const { task, enqueuedAt } of open) {
    add(task, 'waiting')
    oldestAt = Math.min(oldestAt ?? enqueuedAt, enqueuedAt)
  }
  for (const { task } of dead) add(task, 'dead')
  return { tasks: [...byTask.values()].sort((a, b) => (a.task < b.task ? -1 : 1)), oldestAt }
}
