import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Provider } from './providers/provider.ts'
import type { Sealer } from './seal.ts'
import type { Step } from './signin/pipeline.ts'
import type { Store } from './store/store.ts'
import type { User } from './user.ts'

/** What features and tasks are given to work with. */
export interface Services {
  config: Config
  site: Site
  store: Store
  mailer: Mailer
  sealer: Sealer
  log: Logger
  /** Unix milliseconds. */
  now: () => number
}

/** What a site owner decides in code; the rest is settings. */
export interface Site {
  /** The doors, in the order of the sign-in page. One is open when its settings are there. */
  providers: readonly Provider[]
  /** The steps of signing in, in order. Extend, reorder or cut them. */
  pipeline: readonly Step[]
  /** The sentence for each code that a step of your own refuses with. */
  refusals: Readonly<Record<string, string>>
  /**
   * Removes what your site keeps for the user. Runs before the account goes; if it throws, nothing is deleted and the
   * person is told. It is called again after a failure or a crash, so deleting what is gone already must not throw.
   */
  deleteObjectsForUser(user: User): Promise<void>
}
