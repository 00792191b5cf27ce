import type { Store } from '../store.ts'
import type { Tools } from './memory.ts'
import { search } from './search.ts'

type DeskOperations = Pick<Store, 'search' | 'count' | 'figuresSince'>

/** The operations that only the desk needs. */
export function deskOperations({ memory, mutate }: Pick<Tools, 'memory' | 'mutate'>): DeskOperations {
  const { accounts, counters } = memory.tables
  const { locked, leaving } = memory.indexes
  return {
    search: (asked) => search(asked, memory),
    count: (counts) =>
      mutate((tx) => {
        for (const { day, key, n } of counts) {
          const ref = `${day} ${key}`
          tx.put('counters', ref, { ref, day, key, n: n + (counters.get(ref)?.n ?? 0) })
        }
      }),
    figuresSince: async (first) => ({
      accounts: { all: accounts.size, locked: locked.size, leaving: leaving.size },
      counts: [...counters.values()]
        .filter(({ day }) => day >= first)
        .map(({ ref: _ref, ...count }) => count),
    }),
  }
}
