import { watchClock } from './clock.ts'
import type { Config } from './config.ts'
import { type RunnerOptions, startInProcessRunner } from './jobs/inProcess.ts'
import type { Runner } from './jobs/runner.ts'
import type { Task } from './jobs/task.ts'
import type { Logger } from './log.ts'
import { limitMails } from './mail/limitMails.ts'
import { createMailer } from './mail/mailer.ts'
import { openCredentials } from './providers/credentials.ts'
import { createSealer } from './seal.ts'
import type { Services, Site } from './services.ts'
import { sessionAge } from './signin/session.ts'
import { openFileStore } from './store/file/fileStore.ts'
import { createSizeWatch } from './store/file/sizeWatch.ts'
import type { Store } from './store/store.ts'

const SWEEP_EVERY_MS = 600_000

/** Clocks of machines drift by seconds a day. */
const CLOCK_EVERY_MS = 60_000

/** The services, running. */
export interface Backend {
  services: Services
  /** Ends the jobs under way or returns them to the queue, and begins no more. */
  stopJobs(): Promise<void>
  /** Writes what is unwritten and lets go of everything. */
  close(): Promise<void>
}

/** What a backend is opened with. */
export interface BackendOptions {
  config: Config
  site: Site
  tasks: ReadonlyArray<Task<never, Services>>
  log: Logger
  /** Unix milliseconds, by the system's clock. */
  now: () => number
  /** Milliseconds since some moment, on a clock that nobody sets. */
  elapsed: () => number
}

/**
 * Opens store and jobs, which are one choice (enqueueing is part of a commit), and the mailer.
 * Throws `StoreRefused` or `DatabaseRefused` when the data file or the database cannot be used.
 */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const { config, tasks, log, elapsed } = options
  const { databaseUrl } = config
  const storage = databaseUrl ? await openDatabase(options, databaseUrl) : await openFile(options)
  const { store, now } = storage
  const sealer = createSealer({ secrets: config.secrets, now })
  const mailer = limitMails(createMailer(config, { now, elapsed }), { config, store, sealer, log })
  const services: Services = { ...options, now, store, mailer, sealer }
  await warnIfLocked(services)
  const runner = storage.startJobs({ store, tasks, services, log, now, elapsed, random: Math.random })
  const sweeper = setInterval(() => void sweep(services).then(storage.afterSweep), SWEEP_EVERY_MS).unref()
  return {
    services,
    stopJobs: () => runner.stop(),
    async close() {
      clearInterval(sweeper)
      storage.stopClock()
      await runner.stop()
      mailer.close()
      await store.close()
    },
  }
}

/** Store, clock and jobs, which belong together. */
interface Storage {
  store: Store
  now: () => number
  stopClock(): void
  afterSweep(): Promise<void>
  startJobs(options: RunnerOptions<Services>): Runner
}

/** One process, and its own clock. */
async function openFile({ config, log, elapsed, now: systemNow }: BackendOptions): Promise<Storage> {
  // Goes on evenly until the store has been told that the clock was set: else what comes in between is moved twice.
  let offset = systemNow() - elapsed()
  const now = () => Math.round(offset + elapsed())
  const store = await openFileStore({ file: config.dataFile, now, log })
  const lookAtSize = createSizeWatch({ file: config.dataFile, log })
  await lookAtSize()
  const clock = watchClock({ now: systemNow, elapsed, log, onMove })

  async function onMove(byMs: number): Promise<void> {
    const moved = store.clockMoved(byMs)
    offset += byMs
    try {
      await moved
    } catch (error) {
      offset -= byMs
      throw error
    }
  }
  return { store, now, stopClock: clock.stop, startJobs: startInProcessRunner, afterSweep: lookAtSize }
}

/** Any number of processes, and one clock for all of them: that of the database. */
async function openDatabase({ log, elapsed, now: systemNow }: BackendOptions, url: string): Promise<Storage> {
  // Only then: with all that they bring along they are a third of a start.
  const { openPostgresStore } = await import('./store/postgres/postgresStore.ts')
  const { startGraphileRunner } = await import('./jobs/onGraphile.ts')
  let offset = systemNow() - elapsed()
  const now = () => Math.round(offset + elapsed())
  const { store, engine, readClock, createJobPool } = await openPostgresStore({ url, now, log })
  const setClock = async () => {
    const begun = elapsed()
    const read = await readClock()
    offset = read - (begun + elapsed()) / 2
  }
  await setClock()
  const timer = setInterval(
    () =>
      void setClock().catch((error) => log.warn({ err: error }, 'the clock of the database cannot be read')),
    CLOCK_EVERY_MS,
  ).unref()
  return {
    store,
    now,
    stopClock: () => clearInterval(timer),
    afterSweep: async () => {},
    startJobs: (options) => startGraphileRunner({ ...options, engine, pool: createJobPool() }),
  }
}

/** Better told at the start than by the first tweet that cannot be posted. */
async function warnIfLocked({ store, sealer, log }: Services): Promise<void> {
  const newest = await store.newestLink()
  if (!newest) return
  await openCredentials(newest, sealer).catch((error) =>
    log.error(
      { err: error },
      'SECRET does not open what is stored: put the old one behind it, SECRET=new,old. Until then nothing sealed is used',
    ),
  )
}

async function sweep(services: Services): Promise<void> {
  const { store, config, log, now } = services
  try {
    const swept = await store.sweep({ ...sessionAge(services), eventsSince: now() - config.auditMs })
    if (swept > 0) log.info({ swept }, 'swept what was too old')
  } catch (error) {
    log.warn({ err: error }, 'what is too old could not be swept; trying again in ten minutes')
  }
}
