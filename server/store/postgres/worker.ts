import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from 'graphile-worker'
import type pg from 'pg'
import { runJob } from '../../jobs/attempt.ts'
import { type Endings, untilStored } from '../../jobs/endings.ts'
import { Outages } from '../../jobs/outages.ts'
import type { Worker, WorkerOptions } from '../../jobs/queue.ts'
import type { Task } from '../../jobs/task.ts'
import type { Database } from './database.ts'
import type { HeldJob } from './endings.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { Heartbeat } from './heartbeat.ts'
import type { QueuedPayload } from './queueRows.ts'

/** Jobs at once, apart from services with a limit of their own. */
const CONCURRENCY = 5
/** With everything after it, a stop takes less than the ten seconds that process managers allow. */
const STOP_LIMIT_MS = 7_000
const BEAT_EVERY_MS = 5_000
const START_AGAIN_MS = 1_000
const LOOK_AGAIN_MS = 20
/** For the end of an engine without claimed jobs. */
const ENDS_WITHIN_MS = 1_000

/** What the worker works with besides its options. */
export interface WorkerParts {
  db: Database
  endings: Endings<HeldJob>
  /** Only for graphile-worker. It is closed with the worker. */
  pool: pg.Pool
  /** How often to report that this process is alive. Default: every 5 s. */
  beatEveryMs?: number
}

/**
 * Runs jobs in this process, a few at a time; other processes on the same database run others. graphile-worker hands
 * them out, attempt.ts decides what becomes of each, and endings.ts stores that.
 */
export class PostgresWorker<Services> implements Worker {
  readonly #options: WorkerOptions<Services>
  readonly #parts: WorkerParts
  readonly #stopping = new AbortController()
  readonly #outages: Outages
  readonly #engines = new Set<Engine>()
  readonly #heartbeat: Heartbeat
  readonly #beating: NodeJS.Timeout
  readonly #supervised: Promise<unknown>
  #beat: Promise<void> = Promise.resolve()
  #stopped: Promise<void> | undefined

  constructor(options: WorkerOptions<Services>, parts: WorkerParts) {
    this.#options = options
    this.#parts = parts
    this.#outages = new Outages(options.tasks, options.elapsed)
    this.#heartbeat = new Heartbeat({ db: parts.db, engines: this.#engines, log: options.log })
    this.#supervised = Promise.all(lanesOf(options.tasks).map((lane) => this.#supervise(lane)))
    this.#beating = setInterval(() => this.#beatOnce(), parts.beatEveryMs ?? BEAT_EVERY_MS)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    const deadline = setTimeout(() => this.#stopping.abort(), STOP_LIMIT_MS)
    for (const engine of this.#engines) void engine.stop()
    while (this.#inHand() > 0) await sleep(LOOK_AGAIN_MS)
    await this.#supervised
    clearTimeout(deadline)
    clearInterval(this.#beating)
    await this.#beat
    await Promise.race([this.#leave(), sleep(ENDS_WITHIN_MS)])
  }

  #inHand(): number {
    return [...this.#engines].reduce((sum, { inHand }) => sum + inHand, 0)
  }

  /** Runs one engine after the other, each until it ends. */
  async #supervise(lane: Lane): Promise<void> {
    while (!this.#stopped) {
      const engine = this.#newEngine(lane)
      this.#engines.add(engine)
      try {
        await engine.start()
        this.#beatOnce()
        if (!this.#stopped) await engine.ended
      } catch (error) {
        this.#options.log.warn({ err: error }, 'the job engine cannot start')
      }
      void engine.stop()
      if (!this.#stopped) await sleep(START_AGAIN_MS)
    }
  }

  /** Waits for the last beat, which may be slow: a beat after `#leave` would report a dead process as alive. */
  #beatOnce(): void {
    this.#beat = this.#beat.then(() => this.#heartbeat.beat())
  }

  #newEngine(lane: Lane): Engine {
    const { log, elapsed } = this.#options
    return new Engine({
      pool: this.#parts.pool,
      log,
      elapsed,
      ...lane,
      waitingTasks: () => (this.#outages.isAny ? this.#outages.waitingTasks() : null),
      perform: (job, engine) => this.#perform(job, engine),
    })
  }

  /** Never throws, so graphile-worker never sees a job fail. */
  async #perform(row: Job, engine: Engine): Promise<void> {
    const held = heldJob(row, engine)
    const { job } = held
    const { endings } = this.#parts
    const stopping = this.#stopping.signal
    // The engine ended after it claimed the job, or several jobs were claimed before the first found its service down.
    const mustWait = engine.hasEnded || this.#outages.waitingTasks().includes(job.task)
    if (!mustWait)
      return runJob(job, { held, endings }, { ...this.#options, outages: this.#outages, stopping })
    const again = { runAt: job.runAt, attempts: job.attempts - 1, reason: row.last_error ?? null }
    await untilStored(() => endings.putBack(held, again), { stopping, log: this.#options.log })
  }

  async #leave(): Promise<void> {
    const { pool } = this.#parts
    const engines = [...this.#engines]
    await Promise.all(engines.map((engine) => engine.stop()))
    await this.#heartbeat
      .leave(engines)
      .catch((error) =>
        this.#options.log.warn({ err: error }, 'the jobs of this process stay locked for 30 s'),
      )
    await pool.end()
  }
}

/** The tasks that one engine runs, and how many of their jobs at once. */
type Lane = Pick<EngineOptions, 'tasks' | 'concurrency'>

/**
 * The tasks of a service that takes only a few jobs at once have an engine of their own. Otherwise a backlog of them
 * would be fetched and put back again and again, in front of all newer jobs.
 */
function lanesOf(tasks: readonly Pick<Task<never, never>, 'name' | 'service' | 'atOnce'>[]): Lane[] {
  const isLimited = ({ service, atOnce }: (typeof tasks)[number]) =>
    service !== null && Number.isFinite(atOnce)
  const namesOf = (some: typeof tasks) => some.map(({ name }) => name)
  const services = new Set(tasks.filter(isLimited).map(({ service }) => service))
  const lanes = [...services].map((service) => {
    const own = tasks.filter((task) => isLimited(task) && task.service === service)
    return { tasks: namesOf(own), concurrency: Math.min(...own.map(({ atOnce }) => atOnce)) }
  })
  return [{ tasks: namesOf(tasks.filter((task) => !isLimited(task))), concurrency: CONCURRENCY }, ...lanes]
}

function heldJob({ id, key, run_at, attempts, task_identifier, payload }: Job, { poolId }: Engine): HeldJob {
  // Only `ADD_JOBS` adds rows. The time is text: see the types in pool.ts.
  const { userId, payload: own } = payload as QueuedPayload
  const job = {
    id: key ?? '',
    task: task_identifier,
    payload: own,
    userId,
    runAt: new Date(run_at).getTime(),
    attempts,
  }
  return { rowId: id, poolId, job }
}
