import type { Store } from '../store.ts'
import type { Memory, Mutate } from './memory.ts'
import { isTooOld } from './sessionOperations.ts'

/** `Store.sweep` for a file. */
export function createSweep(memory: Memory, mutate: Mutate, now: () => number): Store['sweep'] {
  const { sessions, uses, events } = memory
  return (expiry) =>
    mutate((tx) => {
      const old = [...sessions.values()].filter((session) => isTooOld(session, expiry))
      const over = [...uses.values()].filter(({ until }) => until <= now())
      const past = [...events.values()].filter(({ at }) => at < expiry.eventsSince)
      for (const { idHash } of old) tx.put('sessions', idHash, undefined)
      for (const { key } of over) tx.put('uses', key, undefined)
      for (const { id } of past) tx.put('events', id, undefined)
      return old.length + over.length + past.length
    })
}
