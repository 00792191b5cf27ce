import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import type { Queue, Worker, WorkerOptions } from './jobs/queue.ts'
import type { Logger } from './log.ts'
import { countMails } from './mail/countMails.ts'
import { limitMails } from './mail/limitMails.ts'
import { createMailer } from './mail/mailer.ts'
import { Counters } from './metrics/counters.ts'
import { Metrics } from './metrics/metrics.ts'
import { Problems } from './metrics/problems.ts'
import { providerHosts } from './metrics/watchProviders.ts'
import { openCredentials } from './providers/credentials.ts'
import { resealAll } from './reseal.ts'
import { createSealer, type Sealer } from './seal.ts'
import type { Services, Site } from './services.ts'
import { openFileStore } from './store/file/fileStore.ts'
import { type Store, StoreUnavailable } from './store/store.ts'
import { StoreRefused } from './store/storeRefused.ts'
import { watchClock } from './watchClock.ts'

const SWEEP_EVERY_MS = 600_000

/**
 * If the clock jumps by this much, or differs by this much from the database's, the desk reports a problem.
 */
const CLOCK_IS_WRONG_MS = 60_000

/** Almost every account has a connection, whose seal tells whether SECRET fits the store. */
const SAMPLED_ACCOUNTS = 20

/** Machines' clocks drift by seconds a day. */
const READ_CLOCK_EVERY_MS = 60_000

/** A database that does not answer must not delay the end of the process by more than this. */
const LAST_WRITES_MS = 500

/** The running services. */
export interface Backend {
  services: Services
  /** Starts no more jobs. Waits for the running ones, or leaves them in the queue. */
  stopJobs(): Promise<void>
  /** Writes the rest and releases everything. */
  close(): Promise<void>
}

/** The dependencies of a backend. */
export interface BackendOptions {
  config: Config
  site: Site
  log: Logger
  /** Unix milliseconds, by the system's clock. */
  now: () => number
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
}

/**
 * Opens store and queue, which depend on each other (jobs are part of a commit), and the mailer. Throws
 * `StoreRefused` when the data file or the database cannot be used, and `StoreUnavailable` when the database may be
 * available later.
 */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const { config, site, log, elapsed } = options
  const { databaseUrl } = config
  const storage = databaseUrl ? await openDatabase(options, databaseUrl) : await openFile(options)
  const services = await openServices(options, storage)
  const { store, now, mailer, metrics, problems } = services
  const worker = storage.startWorker({
    tasks: site.tasks,
    services,
    log,
    now,
    elapsed,
    random: Math.random,
    onService: (service, failure) => problems.noteService(service, failure),
  })
  const closing = new AbortController()
  const resealing = resealAll(services, closing.signal)
  const sweeper = setInterval(() => void sweep(services), SWEEP_EVERY_MS).unref()
  return {
    services,
    stopJobs: () => worker.stop(),
    async close() {
      clearInterval(sweeper)
      storage.stopClock()
      closing.abort()
      await worker.stop()
      mailer.close()
      const lastWrites = Promise.all([resealing, metrics.close()])
      await Promise.race([lastWrites, sleep(LAST_WRITES_MS, undefined, { ref: false })])
      await store.close()
      await site.close()
    },
  }
}

/** Opens the services on top of a store. Closes the store when it cannot be read, with nothing else open by then. */
async function openServices(options: BackendOptions, storage: Storage): Promise<Services> {
  const { config, site, log, elapsed } = options
  const { store, queue, sealer, now, problems } = storage
  try {
    await warnIfLocked({ store, sealer, log })
  } catch (error) {
    storage.stopClock()
    await store.close()
    throw error
  }
  const metrics = await openMetrics({ ...options, store, queue, now })
  const counted = countMails(createMailer(config, { now, elapsed }), metrics)
  const mailer = limitMails(counted, { config, store, sealer, log, now })
  return { config, site, log, now, store, queue, mailer, sealer, metrics, problems }
}

/** The store and what depends on its choice: queue, sealer and clock. */
interface Storage {
  store: Store
  queue: Queue
  sealer: Sealer
  /** Unix milliseconds. */
  now: () => number
  /** The current problems; at first only that of the clock. */
  problems: Problems
  stopClock(): void
  startWorker(options: WorkerOptions<Services>): Worker
}

/** For one process, with its own clock. */
async function openFile({ config, log, elapsed, now: systemNow }: BackendOptions): Promise<Storage> {
  // `now` follows `elapsed` until the store has moved its own times: otherwise times stored meanwhile would
  // be moved twice.
  let offset = systemNow() - elapsed()
  const now = () => Math.round(offset + elapsed())
  const problems = new Problems(now)
  const sealer = createSealer({ secrets: config.secrets, now })
  const { clockMoved, ...storage } = await openFileStore({ file: config.dataFile, now, log, sealer }).catch(
    naming('DATA_FILE'),
  )
  const clock = watchClock({ now: systemNow, elapsed, log, onMove })

  async function onMove(byMs: number): Promise<void> {
    const moved = clockMoved(byMs)
    offset += byMs
    try {
      await moved
      if (Math.abs(byMs) >= CLOCK_IS_WRONG_MS)
        problems.report('clock', { seconds: Math.round(Math.abs(byMs) / 1_000) })
    } catch (error) {
      offset -= byMs
      throw error
    }
  }
  return { ...storage, sealer, now, problems, stopClock: clock.stop }
}

/** Begins the sentence for the operator with the setting, as every refusal at the start does. */
function naming(setting: string): (error: unknown) => never {
  return (cause) => {
    throw cause instanceof StoreRefused ? new StoreRefused(`${setting}: ${cause.message}`, { cause }) : cause
  }
}

/** For any number of processes, with one clock for all: the database's. */
async function openDatabase(options: BackendOptions, url: string): Promise<Storage> {
  const { config, log, elapsed, now: systemNow } = options
  // Imported on demand: PostgreSQL's packages take a third of the start.
  const { openPostgresStore } = await import('./store/postgres/postgresStore.ts')
  let offset = systemNow() - elapsed()
  const now = () => Math.round(offset + elapsed())
  const problems = new Problems(now)
  const sealer = createSealer({ secrets: config.secrets, now })
  const { readClock, ...storage } = await openPostgresStore({ url, now, log, sealer }).catch(unavailable)
  const setClock = async () => {
    const begun = elapsed()
    const read = await readClock()
    offset = read - (begun + elapsed()) / 2
    const wrongMs = Math.abs(read - systemNow())
    if (wrongMs >= CLOCK_IS_WRONG_MS) problems.report('clock', { seconds: Math.round(wrongMs / 1_000) })
    else problems.clear('clock')
  }
  try {
    await setClock()
  } catch (cause) {
    await storage.store.close()
    throw new StoreUnavailable('the clock of the database cannot be read', { cause })
  }
  const timer = setInterval(
    () =>
      void setClock().catch((error) => log.warn({ err: error }, 'the clock of the database cannot be read')),
    READ_CLOCK_EVERY_MS,
  ).unref()
  return { ...storage, sealer, now, problems, stopClock: () => clearInterval(timer) }
}

/** Without METRICS_TOKEN nobody reads Prometheus' metrics, so the library is not loaded. */
async function openMetrics({
  config,
  site,
  log,
  store,
  queue,
  now,
  elapsed,
}: BackendOptions & Pick<Services, 'store' | 'queue'>): Promise<Metrics> {
  const counters = new Counters({ store, now, log })
  if (config.metricsToken === null) return new Metrics(counters)
  const { openPrometheus } = await import('./metrics/prometheus.ts')
  const tasks = site.tasks.map(({ name }) => name)
  const providers = providerHosts(config.providers)
  return new Metrics(counters, openPrometheus({ queue, tasks, providers, now, elapsed }))
}

/** Turns a temporary refusal of the database into `StoreUnavailable`. */
function unavailable(error: unknown): never {
  if (!(error instanceof StoreRefused && error.isPassing)) throw error
  throw new StoreUnavailable(error.message, { cause: error })
}

/** Reports a wrong SECRET at the start, before the first job fails because of it. */
async function warnIfLocked({
  store,
  sealer,
  log,
}: Pick<Services, 'store' | 'sealer' | 'log'>): Promise<void> {
  const [sample] = (await store.accountsAfter('', SAMPLED_ACCOUNTS)).flatMap(({ connections }) => connections)
  if (!sample) return
  await openCredentials(sample, sealer).catch((error) =>
    log.error(
      { err: error },
      'SECRET does not open what is stored: put the old one behind it, SECRET=new,old. Until then nothing sealed is used',
    ),
  )
}

async function sweep({ store, config, log, now }: Services): Promise<void> {
  try {
    const swept = await store.sweep({
      seenSince: now() - config.sessionIdleMs,
      createdSince: now() - config.sessionMaxMs,
      keptSince: now() - config.auditMs,
    })
    if (swept > 0) log.info({ swept }, 'removed old sessions and events')
  } catch (error) {
    log.warn({ err: error }, 'old sessions and events could not be removed; trying again in ten minutes')
  }
}
