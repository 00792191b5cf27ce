import { emailKey, NAME_KEY_LENGTH, nameKey, usernameKey } from '../account.ts'
import type { Found, Search, SearchPlace, Store } from '../store.ts'
import { leastOf } from './leastOf.ts'
import type { Memory, Tools } from './memory.ts'
import { byPlace, createPlacing } from './searchPlace.ts'
import { inSlices } from './slices.ts'

type DeskOperations = Pick<Store, 'search' | 'countAccounts' | 'count' | 'countsSince'>

/** The operations that only the desk needs. */
export function deskOperations({ memory, mutate }: Tools): DeskOperations {
  const { accounts, counters } = memory.tables
  const { locked, leaving } = memory.indexes
  return {
    search: (search) => find(search, memory),
    countAccounts: async () => ({ all: accounts.size, locked: locked.size, leaving: leaving.size }),
    count: (counts) =>
      mutate((tx) => {
        for (const { day, key, n } of counts) {
          const ref = `${day} ${key}`
          tx.put('counters', ref, { ref, day, key, n: n + (counters.get(ref)?.n ?? 0) })
        }
      }),
    async countsSince(first) {
      return [...counters.values()].filter(({ day }) => day >= first).map(({ ref: _ref, ...count }) => count)
    },
  }
}

/** Goes through all accounts in slices, so that other requests do not wait. */
async function find(search: Search, memory: Memory): Promise<Found[]> {
  const { accounts } = memory.tables
  const placeOf = createPlacing({
    username: usernameKey(search.start),
    name: search.start.length > NAME_KEY_LENGTH ? undefined : nameKey(search.start),
    email: emailKey(search.start),
  })
  const least = leastOf(search.limit, byPlace)
  await inSlices(idsIn(search, memory), (id) => {
    const account = accounts.get(id)
    const place = account && placeOf(account.user)
    if (place && isAfter(place, search.after)) least.add(place)
  })
  return least.sorted().flatMap((place) => foundAt(place, memory))
}

function isAfter(place: SearchPlace, after: SearchPlace | undefined): boolean {
  return after === undefined || byPlace(place, after) > 0
}

/** Ids of the accounts in the state. */
function* idsIn({ state }: Search, { tables, indexes }: Memory): Generator<string> {
  const { locked, leaving } = indexes
  if (state === 'locked') return yield* locked
  if (state === 'leaving') return yield* leaving
  for (const id of tables.accounts.keys())
    if (state === undefined || !(locked.has(id) || leaving.has(id))) yield id
}

function foundAt(place: SearchPlace, memory: Memory): Found[] {
  const account = memory.tables.accounts.get(place.id)
  return account ? [{ account, place, lastSeenAt: lastSeenAt(place.id, memory) }] : []
}

function lastSeenAt(userId: string, { tables, indexes }: Memory): number | null {
  const visits = indexes.sessionsByUser.get(userId).flatMap((key) => tables.sessions.get(key) ?? [])
  if (visits.length > 0) return Math.max(...visits.map(({ lastSeenAt }) => lastSeenAt))
  const events = indexes.eventsByUser.get(userId).flatMap((id) => tables.events.get(id) ?? [])
  const signIns = events.filter(({ what, outcome }) => what === 'sign-in' && outcome === 'done')
  return signIns.length > 0 ? Math.max(...signIns.map(({ at }) => at)) : null
}
