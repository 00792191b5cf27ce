import type { Job, JobDescription } from '../../jobs/job.ts'
import type { Lease, Store } from '../store.ts'
import type { Change, Memory, Mutate } from './memory.ts'

type JobOperations = Pick<Store, 'enqueue' | 'claimJob' | 'finishJob' | 'retryJob' | 'endJob' | 'nextJobAt'>

/** The operations on jobs. */
export function jobOperations(memory: Memory, mutate: Mutate, now: () => number): JobOperations {
  const { jobs, indexes } = memory
  return {
    enqueue: (descriptions) => mutate((tx) => addJobs(descriptions, { memory, tx, now })),
    async claimJob(claim) {
      const due = indexes.firstDue(jobs)
      // Looking costs nothing: the runner asks often.
      if (!due || due.at > claim.now) return undefined
      return mutate((tx) => {
        const { job } = due
        const { owner: leaseOwner, leaseUntil } = claim
        const claimed: Job = { ...job, state: 'running', attempts: job.attempts + 1, leaseOwner, leaseUntil }
        tx.put('jobs', job.id, claimed)
        return structuredClone(claimed)
      })
    },
    finishJob: (lease) => mutate((tx) => settle(lease, undefined, { memory, tx })),
    retryJob: (lease, { runAt, reason }) =>
      mutate((tx) => settle(lease, { state: 'waiting', runAt, reason }, { memory, tx })),
    endJob: (lease, end) =>
      mutate((tx) => settle(lease, end.state === 'dead' ? { ...end, payload: {} } : end, { memory, tx })),
    nextJobAt: async () => indexes.firstDue(jobs)?.at,
  }
}

/** Adds the jobs whose key is free. */
export function addJobs(descriptions: readonly JobDescription[], { memory, tx, now }: Change): void {
  for (const description of descriptions) {
    if (description.key !== null && memory.indexes.jobByKey.has(description.key)) continue
    tx.addsJobs = true
    tx.put('jobs', description.id, {
      ...structuredClone(description),
      state: 'waiting',
      enqueuedAt: now(),
      attempts: 0,
      leaseOwner: null,
      leaseUntil: 0,
      reason: null,
    })
  }
}

/** Ends a lease, if it is still the owner's: the job is removed, or changed. */
function settle(
  { jobId, owner }: Lease,
  change: Partial<Job> | undefined,
  { memory, tx }: Pick<Change, 'memory' | 'tx'>,
): boolean {
  const job = memory.jobs.get(jobId)
  if (job?.state !== 'running' || job.leaseOwner !== owner) return false
  const settled = change && { ...job, ...change, leaseOwner: null, leaseUntil: 0 }
  tx.put('jobs', jobId, settled)
  return true
}
