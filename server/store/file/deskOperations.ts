import { setImmediate } from 'node:timers/promises'
import { emailKey, NAME_KEY_LENGTH, nameKey, standingOf, type User, usernameKey } from '../account.ts'
import {
  type Found,
  SEARCH_FIELDS,
  type Search,
  type SearchField,
  type SearchPlace,
  type Store,
} from '../store.ts'
import { sessionsOf } from './accountOperations.ts'
import { eventsOf } from './eventOperations.ts'
import { byText, leastOf } from './leastOf.ts'
import type { Memory, Tools } from './memory.ts'
import { slices } from './slices.ts'

/** The operations that only the desk needs. */
export function deskOperations({ memory, mutate }: Pick<Tools, 'memory' | 'mutate'>) {
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
  } satisfies Partial<Store>
}

/** `Store.search` for a file. It goes through all accounts, in slices, so that other requests do not wait. */
async function search({ start, state, after, limit }: Search, memory: Memory): Promise<Found[]> {
  const least = leastOf(limit, byPlace)
  for (const places of slices(placesOf({ start, state }, memory))) {
    for (const place of places) if (place && (!after || byPlace(place, after) > 0)) least.add(place)
    await setImmediate()
  }
  return least.sorted().flatMap((place) => {
    // The account may have been deleted since its slice.
    const account = memory.tables.accounts.get(place.id)
    return account ? { account, place, lastSeenAt: lastSeenAt(place.id, memory) } : []
  })
}

/** The place of each account, or undefined for one that was not asked for. */
function* placesOf({ start, state }: Pick<Search, 'start' | 'state'>, { tables }: Memory) {
  const beginnings = beginningsOf(start)
  for (const { user } of tables.accounts.values())
    yield state === undefined || state === standingOf(user) ? placeOf(user, beginnings) : undefined
}

/** A text as the key of each field may begin; undefined where no key begins so. */
type Beginnings = Record<SearchField, string | undefined>

function beginningsOf(start: string): Beginnings {
  return {
    username: usernameKey(start),
    name: start.length > NAME_KEY_LENGTH ? undefined : nameKey(start),
    email: emailKey(start),
  }
}

/** The place at the first field that begins so; undefined when none does. */
function placeOf(user: User, beginnings: Beginnings): SearchPlace | undefined {
  for (const by of SEARCH_FIELDS) {
    const [beginning, key] = [beginnings[by], keyIn(by, user)]
    if (beginning !== undefined && key?.startsWith(beginning)) return { by, key, id: user.id }
  }
  return undefined
}

function keyIn(by: SearchField, { username, name, email }: User): string | undefined {
  if (by === 'username') return usernameKey(username)
  if (by === 'name') return nameKey(name)
  return email === null ? undefined : emailKey(email)
}

function byPlace(a: SearchPlace, b: SearchPlace): number {
  const order = SEARCH_FIELDS.indexOf(a.by) - SEARCH_FIELDS.indexOf(b.by)
  return order || byText(a.key, b.key) || byText(a.id, b.id)
}

function lastSeenAt(userId: string, memory: Memory): number | null {
  const [newest] = sessionsOf(userId, memory)
  if (newest) return newest.lastSeenAt
  const signIn = eventsOf(userId, memory).find(
    ({ what, outcome }) => what === 'sign-in' && outcome === 'done',
  )
  return signIn?.at ?? null
}
