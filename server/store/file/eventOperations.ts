import type { AuditEvent } from '../../audit/event.ts'
import { MAX_EVENTS_OF_NOBODY, MAX_EVENTS_OF_USER, type Store } from '../store.ts'
import type { Changing, Memory, Tools } from './memory.ts'

/** The operations on the audit trail. */
export function eventOperations({ memory, mutate }: Tools): Pick<Store, 'record' | 'eventsOf'> {
  return {
    record: (events) => mutate((tx) => addEvents(events, { memory, tx })),
    eventsOf: async (userId, count) => eventsOf(userId, memory).slice(0, count),
  }
}

/** All events of the user, newest first. */
export function eventsOf(userId: string, { tables, indexes }: Memory): AuditEvent[] {
  const events = indexes.eventsByUser.get(userId).flatMap((id) => tables.events.get(id) ?? [])
  return events.reverse().sort((a, b) => b.at - a.at)
}

/** Adds the events. Events of a deleted user are stored without personal data. */
export function addEvents(
  events: readonly AuditEvent[],
  { memory, tx }: Pick<Changing, 'memory' | 'tx'>,
): void {
  for (const event of events) {
    const isGone = event.userId !== null && !memory.tables.accounts.has(event.userId)
    tx.put('events', event.id, isGone ? impersonal(event) : event)
  }
  const { eventsByUser } = memory.indexes
  for (const owner of new Set(events.map(({ userId }) => userId ?? ''))) {
    const kept = owner === '' ? MAX_EVENTS_OF_NOBODY : MAX_EVENTS_OF_USER
    for (const id of eventsByUser.first(owner, eventsByUser.size(owner) - kept))
      tx.put('events', id, undefined)
  }
}

/** Removes the personal data from the events of a user. */
export function forgetOrigins(userId: string, { memory, tx }: Pick<Changing, 'memory' | 'tx'>): void {
  for (const id of memory.indexes.eventsByUser.get(userId)) {
    const event = memory.tables.events.get(id)
    if (event && (event.from !== '' || event.note !== undefined)) tx.put('events', id, impersonal(event))
  }
}

/** Removes the network and the note. */
function impersonal({ note: _note, ...event }: AuditEvent): AuditEvent {
  return { ...event, from: '' }
}
