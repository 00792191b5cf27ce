import type { Job, JobDescription } from '../../jobs/job.ts'
import type { Claim, ClaimedJob, Lease, Store } from '../store.ts'
import { copy } from './copy.ts'
import type { Change, Memory, Mutate, Transaction } from './memory.ts'

type JobOperations = Pick<
  Store,
  'enqueue' | 'claimJob' | 'finishJob' | 'retryJob' | 'endJob' | 'nextJobAt' | 'clockMoved'
>

/** The operations on jobs. */
export function jobOperations(memory: Memory, mutate: Mutate, now: () => number): JobOperations {
  const { jobs, indexes } = memory
  return {
    enqueue: (descriptions) => mutate((tx) => addJobs(descriptions, { memory, tx, now })),
    async claimJob(claim) {
      const due = indexes.due.first(jobs, claim.exceptTasks ?? [])
      // Looking costs nothing: the runner asks often.
      if (!due || due.at > claim.now) return undefined
      const { job } = due
      // Handed out again after a crash, it does no harm; but one that is not stored yet may never be.
      const isNoteEnough = claim.repeatableTasks?.includes(job.task) && !memory.undurableJobs.has(job)
      if (isNoteEnough) return hold(job, claim, { put: memory.note.bind(memory) })
      return mutate((tx) => hold(job, claim, tx))
    },
    finishJob: (lease) => mutate((tx) => settle(lease, () => undefined, { memory, tx })),
    retryJob: (lease, { runAt, reason, isCounted }) =>
      mutate((tx) =>
        settle(
          lease,
          ({ attempts }) => ({
            state: 'waiting',
            runAt,
            reason,
            attempts: isCounted ? attempts : attempts - 1,
          }),
          { memory, tx },
        ),
      ),
    endJob: (lease, end) => mutate((tx) => settle(lease, (job) => ended(job, end, memory), { memory, tx })),
    nextJobAt: async (exceptTasks = []) => indexes.due.first(jobs, exceptTasks)?.at,
    clockMoved: (byMs) =>
      mutate((tx) => {
        moveTimes(byMs, memory, tx)
        tx.makesJobsDue = true
      }),
  }
}

/** Adds the jobs whose key is free. */
export function addJobs(descriptions: readonly JobDescription[], { memory, tx, now }: Change): void {
  for (const description of descriptions) {
    if (description.key !== null && memory.indexes.jobByKey.has(description.key)) continue
    tx.makesJobsDue = true
    tx.put('jobs', description.id, {
      ...copy(description),
      runAt: description.runAt || now(),
      state: 'waiting',
      enqueuedAt: now(),
      attempts: 0,
      leaseOwner: null,
      leaseUntil: 0,
      reason: null,
    })
  }
}

/** See `Store.clockMoved`. */
export function moveTimes(
  byMs: number,
  { jobs, sessions, uses }: Memory,
  tx: Pick<Transaction, 'put'>,
): void {
  for (const row of uses.values()) {
    const moved = row.uses.map(({ at, id }) => ({ at: at + byMs, id }))
    tx.put('uses', row.key, { ...row, uses: moved, until: row.until + byMs })
  }
  for (const job of jobs.values()) {
    const { runAt, enqueuedAt, leaseUntil } = job
    const moved = { runAt: runAt + byMs, enqueuedAt: enqueuedAt + byMs, leaseUntil: leaseUntil + byMs }
    tx.put('jobs', job.id, { ...job, ...moved })
  }
  if (byMs > 0) return
  for (const session of sessions.values()) {
    const { createdAt, lastSeenAt } = session
    const moved = { createdAt: createdAt + byMs, lastSeenAt: lastSeenAt + byMs }
    tx.put('sessions', session.idHash, { ...session, ...moved })
  }
}

/** A lease on the job; on one that the owner holds itself, only a longer one. */
function hold(job: Job, { owner, leaseUntil }: Claim, tx: Pick<Transaction, 'put'>): ClaimedJob | undefined {
  const wasInterrupted = job.state === 'running'
  // A try that nobody ended does not count against the job.
  const attempts = wasInterrupted ? job.attempts : job.attempts + 1
  const held: Job = { ...job, state: 'running', attempts, leaseOwner: owner, leaseUntil }
  tx.put('jobs', job.id, held)
  return job.leaseOwner === owner ? undefined : { ...copy(held), wasInterrupted }
}

/** What is left of a job that was given up; undefined: nothing, like of its user. */
function ended(
  { userId }: Job,
  end: { state: 'dead' | 'parked'; reason: string },
  { users }: Memory,
): Partial<Job> | undefined {
  if (userId !== null && !users.get(userId)?.isActive) return undefined
  return end.state === 'dead' ? { ...end, payload: {} } : end
}

/** Ends a lease, if it is still the owner's: the job is removed, or changed. */
function settle(
  { jobId, owner }: Lease,
  change: (job: Job) => Partial<Job> | undefined,
  { memory, tx }: Pick<Change, 'memory' | 'tx'>,
): boolean {
  const job = memory.jobs.get(jobId)
  if (job?.state !== 'running' || job.leaseOwner !== owner) return false
  const changes = change(job)
  tx.put('jobs', jobId, changes && { ...job, ...changes, leaseOwner: null, leaseUntil: 0 })
  return true
}
