import { sql } from 'kysely'
import type { AuditEvent } from '../../audit/event.ts'
import type { JobDescription } from '../../jobs/job.ts'
import type { Store } from '../store.ts'
import type { Change, Mutate } from './change.ts'
import { addEvents } from './events.ts'
import { addJobs } from './jobs.ts'

/** How an account goes. */
export function deletionOperations(
  mutate: Mutate,
): Pick<Store, 'beginDeletion' | 'cancelDeletion' | 'deleteAccount'> {
  return {
    beginDeletion: (userId, at, job) =>
      mutate(async (change) => {
        const { numUpdatedRows } = await change.tx
          .updateTable('users')
          .set({ leaving_since: at })
          .where('id', '=', userId)
          .where('is_active', '=', true)
          .where('leaving_since', 'is', null)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return false
        await addJobs([job], change)
        return true
      }),
    cancelDeletion: (userId, jobId, events) =>
      mutate(async ({ tx }) => {
        const { numUpdatedRows } = await tx
          .updateTable('users')
          .set({ leaving_since: null })
          .where('id', '=', userId)
          .where('is_active', '=', true)
          .where('leaving_since', 'is not', null)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) return
        await tx.deleteFrom('jobs').where('id', '=', jobId).execute()
        await addEvents(events, tx)
      }),
    deleteAccount: (userId, jobs, events) =>
      mutate((change) => deleteAccount({ userId, jobs, events }, change)),
  }
}

interface Departure {
  userId: string
  jobs: readonly JobDescription[]
  events: readonly AuditEvent[]
}

async function deleteAccount({ userId, jobs, events }: Departure, change: Change): Promise<boolean> {
  const { tx } = change
  const { numUpdatedRows } = await tx
    .updateTable('users')
    .set(TOMBSTONE)
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  // A statement of its own: what was done to the user while their row was waited for is to be seen.
  await sql`
    with no_links as (delete from links where user_id = ${userId}),
         no_sessions as (delete from sessions where user_id = ${userId}),
         no_jobs as (delete from jobs where user_id = ${userId} and state <> 'running')
    update events set network = '' where user_id = ${userId}`.execute(tx)
  await addEvents(events, tx)
  await addJobs(jobs, change)
  return true
}

/** See `tombstone`: all but the id and the date. */
const TOMBSTONE = {
  username: '',
  username_key: '',
  name: '',
  email: null,
  email_key: null,
  email_verified: false,
  avatar_url: null,
  is_active: false,
  language: '',
  welcomed_at: null,
  leaving_since: null,
  tweet_offer_uid: null,
  tweet_consents: '[]',
}
