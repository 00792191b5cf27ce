import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { AuditEvent } from '../../audit/event.ts'
import type { JobDescription } from '../../jobs/job.ts'
import type { Queue, Worker, WorkerOptions } from '../../jobs/queue.ts'
import { type RunningJob, type Task, type TaskTraits, task } from '../../jobs/task.ts'
import type { Account, Connection, Session, Tombstone, TweetConsent, User } from '../account.ts'
import type { Consequences, Decision, Store } from '../store.ts'

/** The storage that the suite tests. */
export interface Storage {
  store: Store
  queue: Queue
  startWorker<Services>(options: WorkerOptions<Services>): Worker
}

/** Opens an empty store that is closed when the test ends. */
export type Open = () => Promise<Storage>

/** How long a test waits for a worker. graphile-worker looks again after two seconds. */
export const PATIENCE = { timeout: 12_000, interval: 5 }

/** A user. The username contains the id of the account. */
export function userOf(changes: Partial<User> = {}): User {
  const id = randomUUID()
  return {
    id,
    username: `user-${id}`,
    name: 'Ada',
    email: null,
    formerEmails: [],
    avatarUrl: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    language: 'en',
    welcomedAt: null,
    leavingSince: null,
    lock: null,
    tweetOffer: null,
    tweetConsents: [],
    ...changes,
  }
}

/** A connection to a new identity. */
export function connectionOf(changes: Partial<Connection> = {}): Connection {
  return {
    provider: 'github',
    uid: randomUUID(),
    username: 'ada',
    credentials: 'sealed',
    extraData: {},
    connectedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

/** An account with one connection. */
export function accountOf(changes: Partial<User> = {}, connection: Partial<Connection> = {}): Account {
  return { user: userOf(changes), connections: [connectionOf(connection)] }
}

/** A session of the user. */
export function sessionOf(userId: string, changes: Partial<Session> = {}): Session {
  return {
    idHash: randomUUID(),
    id: randomUUID(),
    userId,
    browser: '',
    system: '',
    network: '',
    identity: { provider: 'github', uid: '1' },
    createdAt: 1_000,
    since: 1_000,
    confirmedAt: 1_000,
    lastSeenAt: 1_000,
    ...changes,
  }
}

/** A consent to post as the identity `x1`. */
export function consentOf(changes: Partial<TweetConsent> = {}): TweetConsent {
  const given = { uid: 'x1', text: 'hi', at: '2026-01-01T00:00:00.000Z', basis: 'asked' as const }
  return { ...given, version: '1', state: 'waiting', settledAt: null, ...changes }
}

/** A job to add. */
export function jobOf(changes: Partial<JobDescription> = {}): JobDescription {
  return { id: randomUUID(), task: 'work', payload: { n: '1' }, userId: null, runAt: 0, ...changes }
}

/** An audit event. */
export function eventOf(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: randomUUID(),
    at: 1_000,
    what: 'sign-in',
    outcome: 'done',
    userId: null,
    provider: 'github',
    from: '192.0.2.0/24',
    ...changes,
  }
}

/** A tombstone of the user. */
export function tombstoneOf(userId: string, changes: Partial<Tombstone> = {}): Tombstone {
  const deletedAt = '2026-01-02T00:00:00.000Z'
  return { userId, deletedAt, identities: [randomUUID()], username: randomUUID(), ...changes }
}

/** Stores a new account. */
export async function created(
  store: Store,
  changes: Partial<User> = {},
  connection: Partial<Connection> = {},
): Promise<Account & { userId: string }> {
  const account = accountOf(changes, connection)
  await store.create(account)
  return { ...account, userId: account.user.id }
}

/** Stores a decision that looks at nothing. */
export function decide(
  store: Store,
  userId: string,
  decision: Consequences & Partial<Decision<unknown>>,
): Promise<unknown> {
  return store.change(userId, () => ({ result: 'decided', ...decision }))
}

/** Ids of all open jobs. */
export async function openJobs(queue: Queue): Promise<string[]> {
  return (await queue.list({ state: 'waiting', limit: 10_000 })).map(({ id }) => id)
}

type Payload = { n: string }

/** The task `work` with the test's own function. */
export function workOf(
  run: (n: string, job: RunningJob) => Promise<void>,
  traits: TaskTraits<Payload, object> = {},
): Task<Payload, object> {
  return task<Payload, object>('work', ({ n }, _services, job) => run(n, job), traits)
}

/** A worker for the tasks. It is stopped when the test ends. */
export function work(storage: Storage, ...tasks: Task<Payload, object>[]): Worker {
  const worker = storage.startWorker({
    tasks: tasks as Task<never, object>[],
    services: {},
    log: pino({ enabled: false }),
    now: Date.now,
    elapsed: () => performance.now(),
    random: () => 0.5,
  })
  onTestFinished(() => worker.stop())
  return worker
}
