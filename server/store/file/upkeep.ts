import { countedSince } from '../counted.ts'
import type { Store } from '../store.ts'
import type { DeletedList } from './deletedList.ts'
import type { Tools, Transaction } from './memory.ts'

interface SweepTools extends Tools {
  deleted: Pick<DeletedList, 'prune'>
}

/** `Store.sweep` for a file. */
export function createSweep({ memory, mutate, now, deleted }: SweepTools): Store['sweep'] {
  const { sessions, uses, events, tombstones, deadLetters, counters } = memory.tables
  return async ({ seenSince, createdSince, keptSince }) => {
    await deleted.prune(keptSince)
    return mutate((tx) => {
      for (const { idHash, lastSeenAt, createdAt } of sessions.values())
        if (lastSeenAt < seenSince || createdAt < createdSince) tx.put('sessions', idHash, undefined)
      for (const { ref, until } of uses.values()) if (until <= now()) tx.put('uses', ref, undefined)
      for (const { id, at } of events.values()) if (at < keptSince) tx.put('events', id, undefined)
      for (const { id, diedAt } of deadLetters.values())
        if (diedAt < keptSince) tx.put('deadLetters', id, undefined)
      for (const { userId, deletedAt } of tombstones.values())
        if (Date.parse(deletedAt) < keptSince) tx.put('tombstones', userId, undefined)
      const counted = countedSince(now())
      for (const { ref, day } of counters.values()) if (day < counted) tx.put('counters', ref, undefined)
      return tx.changes.length
    })
  }
}

/**
 * Adjusts stored times after the clock was set by `byMs`. Jobs and limits wait as long as they would have. After a step
 * back sessions keep their age; after a step forward none becomes younger.
 */
export function moveTimes(byMs: number, tx: Transaction): void {
  const { uses, jobs, deadLetters, sessions } = tx.memory.tables
  for (const use of uses.values())
    tx.put('uses', use.ref, { ...use, at: use.at + byMs, until: use.until + byMs })
  for (const job of jobs.values())
    tx.put('jobs', job.id, { ...job, runAt: job.runAt + byMs, enqueuedAt: job.enqueuedAt + byMs })
  if (byMs > 0) return
  for (const letter of deadLetters.values())
    tx.put('deadLetters', letter.id, { ...letter, diedAt: letter.diedAt + byMs })
  for (const session of sessions.values()) {
    const { createdAt, since, confirmedAt, lastSeenAt } = session
    tx.put('sessions', session.idHash, {
      ...session,
      createdAt: createdAt + byMs,
      since: since + byMs,
      confirmedAt: confirmedAt + byMs,
      lastSeenAt: lastSeenAt + byMs,
    })
  }
}
