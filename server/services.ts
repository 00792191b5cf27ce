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

/** The services that features and tasks use. */
export interface Services {
  config: Config
  site: Site
  store: Store
  queue: Queue
  mailer: Mailer
  sealer: Sealer
  log: Logger
  metrics: Metrics
  /** The current problems, for the desk. */
  problems: Problems
  /** Unix milliseconds. */
  now: () => number
}

/** The part of the site that its owner writes in code; the rest is settings. */
export interface Site {
  /** The providers, in the order of the sign-in page. A provider is on when its settings are set. */
  providers: readonly Provider[]
  /** The steps of a sign-in, in order. Extend, reorder or remove them. */
  pipeline: readonly Step[]
  /** All tasks that a job may name, including those of your own steps. */
  tasks: ReadonlyArray<Task<never, Services>>
  /** For each code with which your own steps refuse: the sentence in every language. */
  refusals: Readonly<Record<string, Readonly<Record<Language, string>>>>
  /**
   * Removes the data that your site stores about the user. It runs before the account is deleted; if it
   * throws, nothing is deleted and the person is told. It is called again after a failure or a crash, so it
   * must not throw when the data is already gone.
   */
  deleteObjectsForUser(user: User): Promise<void>
  /** Releases the resources of the functions above, such as a database, after the server has stopped. */
  close(): Promise<void>
}
