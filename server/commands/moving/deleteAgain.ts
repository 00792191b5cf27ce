import type { Tombstone } from '../../store/account.ts'
import type { Document } from '../../store/file/document.ts'

/**
 * Deletes from the document the people who were deleted after it was made: their accounts, sessions, jobs and dead
 * letters, and where their events came from.
 */
export function deleteAgain(document: Document, tombstones: readonly Tombstone[]): Document {
  const gone = new Set(tombstones.map(({ userId }) => userId))
  const isGone = (userId: string | null) => userId !== null && gone.has(userId)
  const remains = ({ userId }: { userId: string | null }) => !isGone(userId)
  return {
    ...document,
    accounts: document.accounts.filter(({ user }) => !gone.has(user.id)),
    sessions: document.sessions.filter(remains),
    jobs: document.jobs.filter(remains),
    deadLetters: document.deadLetters.filter(remains),
    events: document.events.map((event) => (isGone(event.userId) ? { ...event, from: '' } : event)),
    tombstones: [...document.tombstones.filter(remains), ...tombstones],
  }
}
