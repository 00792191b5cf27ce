import TinyQueue from 'tinyqueue'
import type { StoredJob } from './document.ts'

interface Due {
  job: StoredJob
  /** Jobs of one millisecond come in the order in which they were put. */
  sequence: number
}

/** Open jobs by the time at which they fall due, then by age, for each task: some tasks may have to wait. */
export class DueJobs {
  readonly #jobs: ReadonlyMap<string, StoredJob>
  readonly #byTask = new Map<string, TinyQueue<Due>>()
  #sequence = 0

  /** `jobs` is the table: an entry counts only while the table holds its very row. */
  constructor(jobs: ReadonlyMap<string, StoredJob>) {
    this.#jobs = jobs
  }

  add(job: StoredJob): void {
    const queue = this.#byTask.get(job.task) ?? new TinyQueue<Due>([], compare)
    this.#byTask.set(job.task, queue)
    queue.push({ job, sequence: this.#sequence++ })
  }

  /** The job that falls due first and is neither running nor one of a task that waits. */
  first(running: ReadonlySet<string>, waitingTasks: readonly string[]): StoredJob | undefined {
    const heads = [...this.#byTask].flatMap(([task, queue]) =>
      waitingTasks.includes(task) ? [] : (this.#head(queue, running) ?? []),
    )
    return heads.sort(compare)[0]?.job
  }

  /** A running job leaves the queue; its worker adds it again if it is not done. */
  #head(queue: TinyQueue<Due>, running: ReadonlySet<string>): Due | undefined {
    for (let due = queue.peek(); due; due = queue.peek()) {
      if (this.#jobs.get(due.job.id) === due.job && !running.has(due.job.id)) return due
      queue.pop()
    }
    return undefined
  }
}

function compare(a: Due, b: Due): number {
  return a.job.runAt - b.job.runAt || a.job.enqueuedAt - b.job.enqueuedAt || a.sequence - b.sequence
}
