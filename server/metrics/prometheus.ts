import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JobTally, Queue } from '../jobs/queue.ts'
import { type ProviderHosts, watchProviders } from './watchProviders.ts'

/** Gauges that read the store are read at most this often. */
const CACHED_MS = 10_000

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The dependencies of the metrics. */
interface PrometheusOptions {
  queue: Pick<Queue, 'tally'>
  /** Names of all tasks: a task without jobs is reported as zero. */
  tasks: readonly string[]
  providers: ProviderHosts
  /** Unix milliseconds. */
  now: () => number
  /** Milliseconds on a monotonic clock. */
  elapsed: () => number
}

/** The metrics of this process in Prometheus' format, in their own registry. */
export interface Prometheus {
  signIns: Counter<'provider' | 'outcome'>
  reminders: Counter<'outcome'>
  mails: Counter<'kind' | 'outcome'>
  requests: Histogram<'http_request_method' | 'http_route' | 'http_response_status_code'>
  contentType: string
  /** The text for Prometheus. Throws the errors of the store. */
  text(): Promise<string>
  close(): void
}

/** Creates the metrics, starting at zero. */
export function openPrometheus(options: PrometheusOptions): Prometheus {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  gaugesOfJobs(registry, options)
  const providerRequests = new Histogram({
    name: 'doorman_provider_request_duration_seconds',
    help: 'Requests to providers, by the head of their answer.',
    labelNames: ['provider', 'outcome'],
    buckets: SECONDS,
    registers,
  })
  const stopWatching = watchProviders(options.providers, ({ provider, outcome, ms }) =>
    providerRequests.observe({ provider, outcome }, ms / 1_000),
  )
  return {
    ...eventMetrics(registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close() {
      stopWatching()
      registry.clear()
    },
  }
}

/** The metrics that other code counts and measures. */
function eventMetrics(
  registers: Registry[],
): Pick<Prometheus, 'signIns' | 'reminders' | 'mails' | 'requests'> {
  return {
    signIns: new Counter({
      name: 'doorman_sign_ins_total',
      help: 'Sign-ins that ended, well or not.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    reminders: new Counter({
      name: 'doorman_reminders_total',
      help: 'Reminders that were asked for.',
      labelNames: ['outcome'],
      registers,
    }),
    mails: new Counter({
      name: 'doorman_mails_total',
      help: 'Mails that were handed to the mail server.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    requests: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Requests that were answered.',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
      buckets: SECONDS,
      registers,
    }),
  }
}

function gaugesOfJobs(registry: Registry, { queue, tasks, now, elapsed }: PrometheusOptions): void {
  const tally = cached(() => queue.tally(), elapsed)
  const registers = [registry]
  new Gauge({
    name: 'doorman_jobs',
    help: 'Open jobs (waiting) and dead letters (dead).',
    labelNames: ['task', 'state'],
    registers,
    async collect() {
      const counted = await tally()
      this.reset()
      for (const { task, waiting, dead } of [...tasks.map(none), ...counted.tasks]) {
        this.set({ task, state: 'waiting' }, waiting)
        this.set({ task, state: 'dead' }, dead)
      }
    },
  })
  new Gauge({
    name: 'doorman_oldest_job_seconds',
    help: 'The age of the oldest open job; 0 when there is none.',
    registers,
    async collect() {
      const { oldestAt } = await tally()
      this.set(oldestAt === null ? 0 : Math.max(0, (now() - oldestAt) / 1_000))
    },
  })
}

function none(task: string): JobTally['tasks'][number] {
  return { task, waiting: 0, dead: 0 }
}

/** Reads at most every `CACHED_MS`; calls in between get the same result. */
function cached<T>(read: () => Promise<T>, elapsed: () => number): () => Promise<T> {
  let [value, until]: [Promise<T> | undefined, number] = [undefined, 0]
  return async () => {
    if (value === undefined || elapsed() >= until) {
      value = read()
      until = elapsed() + CACHED_MS
      // A failure is not cached.
      value.catch(() => {
        until = 0
      })
    }
    return value
  }
}
