import type { AuditEvent } from '../../audit/event.ts'
import { MAX_EVENTS_OF_NOBODY, MAX_EVENTS_OF_USER, type Store } from '../store.ts'
import type { Memory, Tools, Transaction } from './memory.ts'

/** The operations on the audit trail. */
export function eventOperations({ memory, mutate }: Tools): Pick<Store, 'record' | 'eventsOf'> {
  return {
    record: (events) => mutate((tx) => addEvents(events, tx)),
    eventsOf: async (userId, count) => eventsOf(userId, memory).slice(0, count),
  }
}

/** All events of the user, newest first. */
export function eventsOf(userId: string, { indexes }: Memory): AuditEvent[] {
  const events = indexes.eventsByUser.get(userId)
  return events.reverse().sort((a, b) => b.at - a.at)
}

/** Adds the events. Events of a deleted user are stored without personal data. */
export function addEvents(events: readonly AuditEvent[], tx: Transaction): void {
  const { tables, indexes } = tx.memory
  for (const event of events) {
    const isGone = event.userId !== null && !tables.accounts.has(event.userId)
    tx.put('events', event.id, isGone ? impersonal(event) : event)
  }
  for (const owner of new Set(events.map(({ userId }) => userId ?? ''))) {
    const kept = owner === '' ? MAX_EVENTS_OF_NOBODY : MAX_EVENTS_OF_USER
    for (const { id } of indexes.eventsByUser.beyond(owner, kept)) tx.put('events', id, undefined)
  }
}

/** Removes the personal data from the events of a user. */
export function forgetOrigins(userId: string, tx: Transaction): void {
  for (const event of tx.memory.indexes.eventsByUser.get(userId))
    if (event.from !== '' || event.note !== undefined) tx.put('events', event.id, impersonal(event))
}

/** Removes the network and the note. */
function impersonal({ note: _note, ...event }: AuditEvent): AuditEvent {
  return { ...event, from: '' }
}
