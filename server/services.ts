import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Sealer } from './seal.ts'
import type { Site } from './site.ts'
import type { Store } from './store/store.ts'

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
