import { tombstone } from '../account.ts'
import type { Store } from '../store.ts'
import { addEvents, forgetOrigins } from './eventOperations.ts'
import { addJobs } from './jobOperations.ts'
import type { Memory, Mutate, Transaction } from './memory.ts'

/** How an account goes. */
export function deletionOperations(
  memory: Memory,
  mutate: Mutate,
  now: () => number,
): Pick<Store, 'beginDeletion' | 'cancelDeletion' | 'deleteAccount'> {
  const { users, jobs } = memory
  return {
    beginDeletion: (userId, at, job) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.isActive || user.leavingSince !== null) return false
        tx.put('users', userId, { ...user, leavingSince: at })
        addJobs([job], { memory, tx, now })
        return true
      }),
    cancelDeletion: (userId, jobId, events) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.isActive || user.leavingSince === null) return
        tx.put('users', userId, { ...user, leavingSince: null })
        if (jobs.has(jobId)) tx.put('jobs', jobId, undefined)
        addEvents(events, { memory, tx })
      }),
    deleteAccount: (userId, newJobs, events) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.isActive) return false
        removeAllOf(userId, memory, tx)
        tx.put('users', userId, tombstone(user))
        addJobs(newJobs, { memory, tx, now })
        addEvents(events, { memory, tx })
        forgetOrigins(userId, { memory, tx })
        return true
      }),
  }
}

function removeAllOf(userId: string, { links, sessions, jobs, indexes }: Memory, tx: Transaction): void {
  for (const key of indexes.linksByUser.get(userId)) if (links.has(key)) tx.put('links', key, undefined)
  for (const key of indexes.sessionsByUser.get(userId))
    if (sessions.has(key)) tx.put('sessions', key, undefined)
  for (const id of indexes.jobsByUser.get(userId)) {
    if (jobs.get(id)?.state !== 'running') tx.put('jobs', id, undefined)
  }
}
