import type { Claim, ClaimedJob } from '../store/store.ts'

/** What a runner on graphile-worker asks of the store besides its operations on jobs. */
export interface JobEngine {
  /**
   * The job that the engine has handed out, unless it is gone or in other hands. `isRepeated`: the owner does not know
   * what became of the same claim, and may have it already.
   */
  claim(claim: Claim & { jobId: string; isRepeated: boolean }): Promise<ClaimedJob | undefined>
  /** Says that this process is there. `poolId`: what graphile-worker calls it. */
  beat(id: string, poolId: string): Promise<void>
  /** Says that it has ended, with nothing in hand. */
  leave(id: string): Promise<void>
  /**
   * Takes the jobs out of the hands of processes that are dead: graphile-worker by itself would wait four hours.
   * Returns how many processes that were.
   */
  takeOver(): Promise<number>
  /**
   * Hands jobs to the engine: a waiting one by id that it gave too early, or those long due that it has not, has put off, or
   * has given to a process that nobody knows or that never heard of it. Returns how many.
   */
  handOut(which: { id: string } | 'strays'): Promise<number>
}
