import { type JobPage, type JobPlace, type JobTally, placeOf } from '../../jobs/queue.ts'
import type { DeadLetter, StoredJob } from './document.ts'
import { byText, leastOf } from './leastOf.ts'

/** A page of open jobs, soonest first, or of dead letters, newest first. Only the page is sorted. */
export function pageOf<T extends StoredJob | DeadLetter>(
  rows: Iterable<T>,
  { state, task, after, limit }: JobPage,
): readonly T[] {
  const byPlace = state === 'waiting' ? soonestFirst : newestFirst
  const least = leastOf<T>(limit, (a, b) => byPlace(placeOf(a), placeOf(b)))
  for (const row of rows) {
    if (task !== undefined && row.task !== task) continue
    if (after === undefined || byPlace(placeOf(row), after) > 0) least.add(row)
  }
  return least.sorted()
}

function soonestFirst(a: JobPlace, b: JobPlace): number {
  return a.at - b.at || byText(a.id, b.id)
}

function newestFirst(a: JobPlace, b: JobPlace): number {
  return soonestFirst(b, a)
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
  return { tasks: [...byTask.values()].sort((a, b) => byText(a.task, b.task)), oldestAt }
}
