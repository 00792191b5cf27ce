import TinyQueue from 'tinyqueue'
import type { StoredJob } from './document.ts'

interface Due {
  job: StoredJob
  /** Orders jobs of one millisecond by when they were added. */
  sequence: number
}

/** Open jobs of each task by due time, then by age. The tasks are separate because some may have to wait. */
export class DueJobs {
  readonly #jobs: ReadonlyMap<string, StoredJob>
  readonly #byTask = new Map<string, TinyQueue<Due>>()
  #sequence = 0

  /** `jobs` is the table. An entry is valid only while the table holds exactly this row. */
  constructor(jobs: ReadonlyMap<string, StoredJob>) {
    this.#jobs = jobs
  }

  add(job: StoredJob): void {
    const queue = this.#byTask.get(job.task) ?? new TinyQueue<Due>([], compare)
    this.#byTask.set(job.task, queue)
    queue.push({ job, sequence: this.#sequence++ })
  }

  /** The job that falls due first, without running jobs and those of `waitingTasks`. */
  first(running: ReadonlySet<string>, waitingTasks: readonly string[]): StoredJob | undefined {
    const heads = [...this.#byTask].flatMap(([task, queue]) =>
      waitingTasks.includes(task) ? [] : (this.#head(queue, running) ?? []),
    )
    return heads.sort(compare)[0]?.job
  }

  /** Drops outdated entries and running jobs. The worker adds a job again if it is not done. */
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
