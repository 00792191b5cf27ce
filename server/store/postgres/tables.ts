import type { Generated, Kysely } from 'kysely'
import type { Happened } from '../../audit/event.ts'
import type { Job } from '../../jobs/job.ts'
import type { TweetConsent } from '../account.ts'

/** The database of Doorman. The tables are made by migrations.ts; those of graphile-worker are its own affair. */
export interface Tables {
  users: UserRow
  links: LinkRow
  sessions: SessionRow
  jobs: JobRow
  uses: UseRow
  events: EventRow
  processes: ProcessRow
  probes: { id: number; at: string }
  commits: { id: string; at: Generated<Moment> }
}

/** What the operations work on: the pool, or a transaction. */
export type Database = Kysely<Tables>

/** ISO 8601, whichever way it came: on its own, or within the JSON of a row. */
type Moment = string

export interface UserRow {
  id: string
  username: string
  /** Unique among active users; see `usernameKey`. */
  username_key: string
  name: string
  email: string | null
  /** Unique among active users; see `emailKey`. */
  email_key: string | null
  email_verified: boolean
  avatar_url: string | null
  is_active: boolean
  created_at: Moment
  language: string
  welcomed_at: Moment | null
  leaving_since: Moment | null
  tweet_offer_uid: string | null
  tweet_consents: Json<TweetConsent[]>
}

export interface LinkRow {
  provider: string
  uid: string
  user_id: string
  username: string
  credentials: string
  extra_data: Json<Record<string, string>>
  connected_at: Moment
  /** The order in which they were made. */
  seq: Generated<number>
}

/** `id` and times: see `Session`. */
export interface SessionRow {
  id_hash: string
  id: string
  user_id: string
  browser: string
  system: string
  created_at: number
  last_seen_at: number
}

export interface JobRow {
  id: string
  task: string
  payload: Json<Job['payload']>
  key: string | null
  user_id: string | null
  run_at: number
  state: Job['state']
  enqueued_at: number
  attempts: number
  lease_owner: string | null
  lease_until: number
  reason: string | null
  /** The order in which they came. */
  seq: Generated<number>
  /** `run_at` of those that wait, `lease_until` of those that run, else null: made by the database. */
  due_at: Generated<number | null>
}

/** One use that counts for a limit; it counts no more at `until` (Unix ms). */
export interface UseRow {
  key: string
  at: number
  id: string | null
  until: number
  seq: Generated<number>
}

export interface EventRow {
  id: string
  at: number
  what: Happened
  outcome: string
  user_id: string | null
  provider: string | null
  /** `AuditEvent.from`, which is a word of SQL. */
  network: string
  seq: Generated<number>
}

/** A process that runs jobs, and when it was last heard of; `pool_id` is what graphile-worker calls it. */
export interface ProcessRow {
  id: string
  pool_id: string
  seen_at: Moment
}

/** `json`, not `jsonb`: it keeps every text as it is, and nothing looks into it. Written as text. */
type Json<T> = import('kysely').ColumnType<T, string, string>
