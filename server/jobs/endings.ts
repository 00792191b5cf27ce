import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import { StoreUnavailable } from '../store/store.ts'
import type { ClaimedJob } from './job.ts'

/** What happens to a job after a try. */
export type Verdict = { kind: 'done' } | ({ kind: 'again' } & Again) | { kind: 'dead'; reason: string }

/** The job is tried again. */
export interface Again {
  /** Unix milliseconds; the job does not run earlier. */
  runAt: number
  /** How many tries have counted. A try that did not fail because of the job itself does not count. */
  attempts: number
  /** Why the try failed; null when the job was not tried. */
  reason: string | null
}

/** How a queue stores the end of a try. */
export interface Endings<Claimed extends ClaimedJob> {
  done(job: Claimed): Promise<void>
  putBack(job: Claimed, again: Again): Promise<void>
  /** Makes a dead letter of the job. If its user is gone, the job is just removed. */
  bury(job: Claimed, reason: string): Promise<void>
}

const AGAIN_MS = 1_000

/**
 * Calls `store` until the store takes the end of a job, or the process must end. A job whose end is not stored runs
 * again. Returns whether it is stored; never throws.
 */
export async function untilStored(
  store: () => Promise<void>,
  { stopping, log }: { stopping: AbortSignal; log: Pick<Logger, 'error'> },
): Promise<boolean> {
  for (;;) {
    try {
      await store()
      return true
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || stopping.aborted) {
        log.error({ err: error }, 'the end of a job could not be stored')
        return false
      }
      await sleep(AGAIN_MS)
    }
  }
}
