import type { Again, Endings } from '../../jobs/endings.ts'
import type { ClaimedJob, Job, JobDescription } from '../../jobs/job.ts'
import type { JobPage, JobTally, Queue } from '../../jobs/queue.ts'
import { DEAD_LETTER, resealed, type Sealer } from '../../seal.ts'
import type { DeadLetter, StoredJob } from './document.ts'
import { pageOf, tallyOf } from './jobPages.ts'
import type { Memory, Tools, Transaction } from './memory.ts'

/** What a queue works with. */
export interface QueueTools extends Tools {
  sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>
}

/** The queue as rows in the file. Only memory knows which jobs run. */
export class FileQueue implements Queue, Endings<ClaimedJob> {
  readonly #tools: QueueTools
  readonly #memory: Memory
  readonly #running = new Set<string>()

  constructor(tools: QueueTools) {
    this.#tools = tools
    this.#memory = tools.memory
  }

  add(jobs: readonly JobDescription[]): Promise<void> {
    return this.#tools.mutate((tx) => addJobs(jobs, { tx, at: this.#tools.now() }))
  }

  async jobsOf(userId: string): Promise<Job[]> {
    const { jobsByUser, deadByUser } = this.#memory.indexes
    const rows = [...deadByUser.get(userId), ...jobsByUser.get(userId)]
    return rows.map(this.#jobOf).sort((a, b) => a.enqueuedAt - b.enqueuedAt)
  }

  async findJobs(ids: readonly string[]): Promise<Job[]> {
    const { jobs, deadLetters } = this.#memory.tables
    return ids.flatMap((id) => [jobs.get(id) ?? [], deadLetters.get(id) ?? []].flat()).map(this.#jobOf)
  }

  async list(page: JobPage): Promise<Job[]> {
    const { jobs, deadLetters } = this.#memory.tables
    const rows: Iterable<StoredJob | DeadLetter> = (page.state === 'waiting' ? jobs : deadLetters).values()
    return pageOf(rows, page).map(this.#jobOf)
  }

  async tally(): Promise<JobTally> {
    const { jobs, deadLetters } = this.#memory.tables
    return tallyOf(jobs.values(), deadLetters.values())
  }

  async countDead(): Promise<number> {
    return this.#memory.tables.deadLetters.size
  }

  async retry(id: string): Promise<boolean> {
    const { mutate, sealer, now } = this.#tools
    const letter = this.#memory.tables.deadLetters.get(id)
    // Version 1 did not keep payloads.
    if (!letter || letter.sealed === '') return false
    // Our own text, which only our own secret opens.
    const payload = JSON.parse(await sealer.open(letter.sealed, DEAD_LETTER)) as StoredJob['payload']
    return mutate((tx) => {
      if (this.#memory.tables.deadLetters.get(id) !== letter) return false
      const { sealed: _sealed, diedAt: _diedAt, ...job } = letter
      tx.put('deadLetters', id, undefined)
      // A new job with the same id may have been added since; it replaces the letter.
      if (!this.#memory.tables.jobs.has(id))
        tx.put('jobs', id, { ...job, payload, runAt: now(), attempts: 0 })
      return true
    })
  }

  discard(id: string): Promise<boolean> {
    return this.#tools.mutate((tx) => {
      if (!this.#memory.tables.deadLetters.has(id)) return false
      tx.put('deadLetters', id, undefined)
      return true
    })
  }

  async resealDead(): Promise<number> {
    const { mutate, sealer } = this.#tools
    let count = 0
    for (const { id, sealed: before } of [...this.#memory.tables.deadLetters.values()]) {
      const sealed = before && (await resealed(before, DEAD_LETTER, sealer))
      if (!sealed) continue
      await mutate((tx) => {
        const letter = this.#memory.tables.deadLetters.get(id)
        if (letter?.sealed === before) tx.put('deadLetters', id, { ...letter, sealed })
      })
      count++
    }
    return count
  }

  /** When the next job falls due that may run (Unix ms); undefined when none waits. */
  nextAt(waitingTasks: readonly string[]): number | undefined {
    return this.#memory.due.first(this.#running, waitingTasks)?.runAt
  }

  /** The job that has been due the longest, for a worker to try; undefined when none is due. */
  claim(waitingTasks: readonly string[]): ClaimedJob | undefined {
    const job = this.#memory.due.first(this.#running, waitingTasks)
    if (!job || job.runAt > this.#tools.now()) return undefined
    this.#running.add(job.id)
    return { ...job, attempts: job.attempts + 1 }
  }

  /** The worker is finished with the job. If it is still in the table, it waits again. */
  letGo(id: string): void {
    this.#running.delete(id)
    const job = this.#memory.tables.jobs.get(id)
    if (job) this.#memory.due.add(job)
  }

  done({ id }: ClaimedJob): Promise<void> {
    return this.#tools.mutate((tx) => tx.put('jobs', id, undefined))
  }

  putBack(claimed: ClaimedJob, { runAt, attempts, reason }: Again): Promise<void> {
    return this.#tools.mutate((tx) => {
      const job = this.#memory.tables.jobs.get(claimed.id)
      if (!job) return
      // An unchanged due time must follow a clock that was set meanwhile, so it is taken from the row.
      tx.put('jobs', job.id, { ...job, runAt: runAt === claimed.runAt ? job.runAt : runAt, attempts, reason })
    })
  }

  async bury({ id, attempts }: ClaimedJob, reason: string): Promise<void> {
    const { mutate, sealer, now } = this.#tools
    const payload = this.#memory.tables.jobs.get(id)?.payload
    const sealed = await sealer.seal(JSON.stringify(payload), { purpose: DEAD_LETTER })
    await mutate((tx) => {
      const job = this.#memory.tables.jobs.get(id)
      if (!job) return
      tx.put('jobs', id, undefined)
      if (job.userId !== null && !this.#memory.tables.accounts.has(job.userId)) return
      const { payload: _payload, ...rest } = job
      tx.put('deadLetters', id, { ...rest, sealed, attempts, reason, diedAt: now() })
    })
  }

  readonly #jobOf = (row: StoredJob | DeadLetter): Job => {
    const { id, task, userId, runAt, enqueuedAt, attempts, reason } = row
    const job = { id, task, userId, runAt, enqueuedAt, attempts, reason }
    if ('diedAt' in row) return { ...job, state: 'dead', diedAt: row.diedAt }
    return this.#running.has(id)
      ? { ...job, state: 'running', attempts: attempts + 1 }
      : { ...job, state: 'waiting' }
  }
}

/** Adds the jobs whose id is not in the queue. `isTrace`: the deletion of an account adds them. */
export function addJobs(
  jobs: readonly JobDescription[],
  { tx, at, isTrace }: { tx: Transaction; at: number; isTrace?: boolean },
): void {
  for (const { id, task, payload, userId, runAt } of jobs) {
    if (tx.memory.tables.jobs.has(id)) continue
    const job = { id, task, payload, userId, runAt: runAt || at, enqueuedAt: at, attempts: 0, reason: null }
    tx.put('jobs', id, isTrace ? { ...job, isTrace } : job)
  }
}
