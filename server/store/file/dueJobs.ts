import TinyQueue from 'tinyqueue'
import type { Job } from '../../jobs/job.ts'

/** A job and when it falls due. */
export interface Due {
  /** Unix milliseconds. */
  at: number
  enqueuedAt: number
  /** Jobs of one millisecond come in the order they were put. */
  sequence: number
  job: Job
}

/** Open jobs by the time at which they fall due, then by age, for each task: some tasks may have to wait. */
export class DueJobs {
  #sequence = 0
  readonly #byTask = new Map<string, TinyQueue<Due>>()

  add(job: Job): void {
    if (job.state !== 'waiting' && job.state !== 'running') return
    const queue = this.#byTask.get(job.task) ?? new TinyQueue<Due>([], compare)
    this.#byTask.set(job.task, queue)
    const at = job.state === 'waiting' ? job.runAt : job.leaseUntil
    queue.push({ at, enqueuedAt: job.enqueuedAt, sequence: this.#sequence++, job })
  }

  /** The job that falls due first, and when. `jobs` is the table; an entry counts only while it holds its very row. */
  first(jobs: ReadonlyMap<string, Job>, exceptTasks: readonly string[]): Due | undefined {
    const heads = [...this.#byTask].flatMap(([task, queue]) =>
      exceptTasks.includes(task) ? [] : (headOf(queue, jobs) ?? []),
    )
    return heads.sort(compare)[0]
  }
}

function headOf(queue: TinyQueue<Due>, jobs: ReadonlyMap<string, Job>): Due | undefined {
  for (let due = queue.peek(); due; due = queue.peek()) {
    if (jobs.get(due.job.id) === due.job) return due
    queue.pop()
  }
  return undefined
}

function compare(a: Due, b: Due): number {
  return a.at - b.at || a.enqueuedAt - b.enqueuedAt || a.sequence - b.sequence
}
