import type { User } from '../account.ts'
import {
  type Found,
  SEARCH_FIELDS,
  type Search,
  type SearchField,
  type SearchPlace,
  type Store,
} from '../store.ts'
import { leastOf } from './leastOf.ts'
import type { Memory, Tools } from './memory.ts'
import { beginningsOf, byPlace, canBegin, isFoundEarlier, keyIn } from './searchPlace.ts'
import { inSlices } from './slices.ts'

type DeskOperations = Pick<Store, 'search' | 'countAccounts' | 'count' | 'countsSince'>

/** The operations that only the desk needs. */
export function deskOperations({ memory, mutate }: Pick<Tools, 'memory' | 'mutate'>): DeskOperations {
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

/** Goes through the keys of one field after the other, in slices, so that other requests do not wait. */
async function find(search: Search, memory: Memory): Promise<Found[]> {
  const { limit, after } = search
  const beginnings = beginningsOf(search.start)
  const least = leastOf(limit, byPlace)
  const isInState = stateTest(search, memory)
  for (const by of SEARCH_FIELDS) {
    const beginning = beginnings[by]
    // Whatever a later field finds comes behind.
    if (beginning === undefined || least.sorted().length >= limit) continue
    await eachKey(by, { search, memory, beginning }, (key, id) => {
      const place = { by, key, id }
      if (!least.wants(place) || (after && byPlace(place, after) <= 0) || !isInState(id)) return
      const user = memory.tables.accounts.get(id)?.user
      if (user && !isFoundEarlier(by, user, beginnings)) least.add(place)
    })
  }
  return least.sorted().flatMap((place) => foundAt(place, memory))
}

function stateTest({ state }: Search, { indexes }: Memory): (id: string) => boolean {
  const { locked, leaving } = indexes
  if (state === 'active') return (id) => !locked.has(id) && !leaving.has(id)
  return state === undefined ? () => true : (id) => indexes[state].has(id)
}

interface Walk {
  search: Search
  memory: Memory
  beginning: string
}

/** Visits the keys of the field that begin so, with the ids of their accounts. */
function eachKey(
  by: SearchField,
  { search: { state }, memory, beginning }: Walk,
  visit: (key: string, id: string) => void,
): Promise<void> {
  const { accounts } = memory.tables
  const { byUsername, byEmail } = memory.indexes
  const visitUser = (user: User) => {
    // Names have no index: nothing but the desk looks for them.
    const key = by === 'name' && !canBegin(user.name, beginning) ? undefined : keyIn(by, user)
    if (key?.startsWith(beginning)) visit(key, user.id)
  }
  if (state === 'locked' || state === 'leaving')
    return inSlices(memory.indexes[state], (id) => {
      const account = accounts.get(id)
      if (account) visitUser(account.user)
    })
  if (by === 'name') return inSlices(accounts.values(), ({ user }) => visitUser(user))
  const index = by === 'username' ? byUsername : byEmail
  return inSlices(index.keys(), (key) => {
    if (key.startsWith(beginning)) visit(key, index.get(key) ?? '')
  })
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
