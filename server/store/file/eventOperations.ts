import type { AuditEvent } from '../../audit/event.ts'
import type { Store } from '../store.ts'
import { copy } from './copy.ts'
import type { Memory, Transaction } from './memory.ts'

/** Anybody can fail to sign in, as often as they like; the file must not grow with it. */
const MAX_OF_NOBODY = 10_000

/** More than a person does in all the time that events are kept. */
const MAX_OF_ONE = 1_000

/** The operations on the audit trail. */
export function eventOperations(memory: Memory): Pick<Store, 'record' | 'eventsOf'> {
  return {
    record: async (events) => addEvents(events, { memory, tx: { put: memory.note.bind(memory) } }),
    async eventsOf(userId, count) {
      const ids = memory.indexes.eventsByUser.get(userId)
      const events = ids.flatMap((id) => memory.events.get(id) ?? [])
      events.sort((a, b) => b.at - a.at)
      return copy(events.slice(0, count))
    },
  }
}

/** Within a transaction, or in memory itself, to be written with whatever is written next. */
interface Place {
  memory: Memory
  tx: Pick<Transaction, 'put'>
}

/** Adds the events. Those of somebody who has been deleted keep no trace of where they came from. */
export function addEvents(events: readonly AuditEvent[], { memory, tx }: Place): void {
  for (const event of events) {
    const isGone = event.userId !== null && !memory.users.get(event.userId)?.isActive
    tx.put('events', event.id, isGone ? { ...event, from: '' } : { ...event })
  }
  for (const owner of new Set(events.map(({ userId }) => userId ?? ''))) {
    const kept = owner === '' ? MAX_OF_NOBODY : MAX_OF_ONE
    const { eventsByUser } = memory.indexes
    for (const id of eventsByUser.first(owner, eventsByUser.size(owner) - kept))
      tx.put('events', id, undefined)
  }
}

/** Leaves what the user did, and no trace of where from. */
export function forgetOrigins(userId: string, { memory, tx }: Place): void {
  for (const id of memory.indexes.eventsByUser.get(userId)) {
    const event = memory.events.get(id)
    if (event) tx.put('events', id, { ...event, from: '' })
  }
}
