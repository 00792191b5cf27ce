import type { Config } from './config.ts'
import type { Queue } from './jobs/queue.ts'
import type { Task } from './jobs/task.ts'
import type { Language } from './languages/language.ts'
import type { Logger } from './log.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Problems } from './metrics/problems.ts'
import type { Provider } from './providers/provider.ts'
import type { Sealer } from './seal.ts'
import type { Step } from './signin/pipeline.ts'
import type { User } from './store/account.ts'
import type { Store } from './store/store.ts'

/** The services that features and tasks work with. */
export interface Services {
  config: Config
  site: Site
  store: Store
  queue: Queue
  mailer: Mailer
  sealer: Sealer
  log: Logger
  metrics: Metrics
  /** What is wrong now, for the desk. */
  problems: Problems
  /** Unix milliseconds. */
  now: () => number
}

/** The part of the site that its owner writes in code; the rest is settings. */
export interface Site {
  /** The providers, in the order of the sign-in page. A provider is on when its settings are there. */
  providers: readonly Provider[]
  /** The steps of signing in, in order. Extend, reorder or cut them. */
  pipeline: readonly Step[]
  /** Every task that a job may name, those of the site's own steps included. */
  tasks: ReadonlyArray<Task<never, Services>>
  /** The sentence, in every language, for each code that a step of your own refuses with. */
  refusals: Readonly<Record<string, Readonly<Record<Language, string>>>>
  /**
   * Removes what your site keeps for the user. Runs before the account goes; if it throws, nothing is deleted and the
   * person is told. It is called again after a failure or a crash, so deleting what is gone already must not throw.
   */
  deleteObjectsForUser(user: User): Promise<void>
  /** Releases what the functions above hold open, such as a database, when the server has stopped. */
  close(): Promise<void>
}
