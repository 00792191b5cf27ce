import type { AttemptOptions } from './attempt.ts'
import type { Job, JobDescription } from './job.ts'

/**
 * The queue. It runs each job at least once, tries it again later when it fails, and makes a dead letter of it when it
 * gives up. The store adds the jobs of a change to an account in the same commit; the other operations are here. They
 * throw `StoreUnavailable` like the store's.
 */
export interface Queue {
  /** Adds the jobs whose ids are not in the queue yet. */
  add(jobs: readonly JobDescription[]): Promise<void>
  /** The jobs of the user, dead letters included, oldest first. */
  jobsOf(userId: string): Promise<Job[]>
  /** The jobs with these ids, dead letters included. Finished jobs are not found. */
  findJobs(ids: readonly string[]): Promise<Job[]>
  /** Open jobs by `runAt`, or dead letters, newest first. */
  list(page: JobPage): Promise<Job[]>
  /** The number of dead letters. */
  countDead(): Promise<number>
  /** The number of open jobs and dead letters of each task. */
  tally(): Promise<JobTally>
  /** Puts a dead letter back into the queue, with all tries. Returns false when there is none with that id. */
  retry(id: string): Promise<boolean>
  /** Removes a dead letter. Returns false when there is none with that id. */
  discard(id: string): Promise<boolean>
  /** Reseals the payloads of dead letters that an old secret sealed. Returns how many there were. */
  resealDead(): Promise<number>
}

/** Which jobs to list. `waiting` includes running jobs. `after`: the place of the last job of the page before. */
export interface JobPage {
  state: 'waiting' | 'dead'
  task?: string
  after?: JobPlace
  limit: number
}

/** The place of a job in its list. It stays valid when the job itself is gone. */
export interface JobPlace {
  /** `diedAt` of a dead letter, `runAt` of an open job. */
  at: number
  id: string
}

/** The place of a job in its list. */
export function placeOf({ id, diedAt, runAt }: Pick<Job, 'id' | 'diedAt' | 'runAt'>): JobPlace {
  return { at: diedAt ?? runAt, id }
}

/** All jobs, counted. */
export interface JobTally {
  tasks: readonly { task: string; waiting: number; dead: number }[]
  /** When the oldest open job was enqueued (Unix milliseconds); null when there is none. */
  oldestAt: number | null
}

/** What a worker is started with. `elapsed`: milliseconds on a monotonic clock. */
export type WorkerOptions<Services> = Omit<AttemptOptions<Services>, 'outages' | 'stopping'> & {
  elapsed: () => number
}

/** Runs the jobs of a queue until it is stopped. */
export interface Worker {
  /** Starts no more jobs and waits for the running ones. Jobs that do not end in time stay in the queue. */
  stop(): Promise<void>
}
