import { eventAt } from '../audit/event.ts'
import { RetryLater, ServiceDown } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { type Deletion, deletionIdOf } from './deleteAccount.ts'

const TRY_AGAIN_AFTER_MS = 60_000

/**
 * The deletion of a user that began at `since` (ISO 8601). `from` is the requester's network, for the audit
 * trail.
 */
export type DeletionPayload = { userId: string; since: string; from: string }

/** The deletion of a payload, with the event that completes it. */
export function deletionOf(
  { userId, since, from }: DeletionPayload,
  { now }: Pick<Services, 'now'>,
): Deletion {
  const event = eventAt(now(), from, { what: 'deletion', outcome: 'done', userId })
  return { userId, since, id: deletionIdOf(userId, since), event }
}

/**
 * An error that the queue does not count as a try: a job that completes a deletion must never become a dead
 * letter.
 */
export function neverGivenUp(error: unknown, now: number): Error {
  if (error instanceof ServiceDown || error instanceof RetryLater) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new RetryLater(reason, now + TRY_AGAIN_AFTER_MS, { cause: error })
}
