/** Runs the jobs of a store until it is stopped. */
export interface Runner {
  /** Claims no more, waits for the running jobs, returns those that do not end in time to the queue. */
  stop(): Promise<void>
}
