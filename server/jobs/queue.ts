import type { AttemptOptions } from './attempt.ts'
import type { Job, JobDescription } from './job.ts'

/**
 * The queue. It runs each job at least once, tries it again later when that fails, and makes a dead letter of it when it
 * gives up. Jobs of a change to an account are added by the store, in the same commit; these are the other operations.
 * They throw `StoreUnavailable` as those of the store do.
 */
export interface Queue {
  /** Adds the jobs, except those whose id is in the queue already. */
  add(jobs: readonly JobDescription[]): Promise<void>
  /** The jobs of the user, dead letters included, oldest first. */
  jobsOf(userId: string): Promise<Job[]>
  /** The jobs with these ids, dead letters included; jobs that are done are not there. */
  findJobs(ids: readonly string[]): Promise<Job[]>
  /** Open jobs by `runAt`, or dead letters, newest first. */
  list(page: JobPage): Promise<Job[]>
  /** How many dead letters there are. */
  countDead(): Promise<number>
  /** How many open jobs and dead letters there are of each task. */
  tally(): Promise<JobTally>
  /** Puts a dead letter back into the queue, with all its tries. False when there is none with that id. */
  retry(id: string): Promise<boolean>
  /** Removes a dead letter. False when there is none with that id. */
  discard(id: string): Promise<boolean>
  /** Seals the payloads of dead letters anew that an old secret sealed. Returns how many there were. */
  resealDead(): Promise<number>
}

/** Which jobs to list. `waiting` includes those that run now; `after`: the place of the last job of the page before. */
export interface JobPage {
  state: 'waiting' | 'dead'
  task?: string
  after?: JobPlace
  limit: number
}

/** Where a job stands in its list. The place holds when the job itself is gone. */
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

/** What a worker is started with. `elapsed`: milliseconds on a clock that nobody sets. */
export type WorkerOptions<Services> = Omit<AttemptOptions<Services>, 'outages' | 'stopping'> & {
  elapsed: () => number
}

/** Runs the jobs of a queue until it is stopped. */
export interface Worker {
  /** Starts no more jobs, waits for the running ones, and leaves those that do not end in time in the queue. */
  stop(): Promise<void>
}
