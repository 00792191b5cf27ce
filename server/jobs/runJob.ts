import { type AttemptOptions, attempt } from './attempt.ts'
import { type Endings, untilStored } from './endings.ts'
import type { ClaimedJob } from './job.ts'

/** Tries a job once and stores what becomes of it. Never throws. `held`: the job as the queue's endings know it. */
export async function runJob<Services, Held>(
  job: ClaimedJob,
  { held, endings }: { held: Held; endings: Endings<Held> },
  options: AttemptOptions<Services>,
): Promise<void> {
  const { outages, stopping } = options
  outages.begin(job)
  const verdict = await attempt(job, options)
  const store = () => {
    if (verdict.kind === 'done') return endings.done(held)
    if (verdict.kind === 'dead') return endings.bury(held, verdict.reason)
    return endings.putBack(held, verdict)
  }
  await untilStored(store, { stopping, log: options.log.child({ job: job.id }) })
  outages.end(job)
}
