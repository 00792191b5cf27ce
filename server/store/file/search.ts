import { setImmediate } from 'node:timers/promises'
import { emailKey, NAME_KEY_LENGTH, nameKey, type User, usernameKey } from '../account.ts'
import {
  type Found,
  SEARCH_FIELDS,
  type Search,
  type SearchField,
  type SearchPlace,
  standingOf,
} from '../store.ts'
import { sessionsOf } from './accountOperations.ts'
import { eventsOf } from './eventOperations.ts'
import { byText, leastOf } from './leastOf.ts'
import type { Memory } from './memory.ts'

/** `Store.search` for a file. It goes through all accounts, in slices, so that other requests do not wait. */
export async function search({ start, state, after, limit }: Search, memory: Memory): Promise<Found[]> {
  const beginnings = beginningsOf(start)
  const least = leastOf(limit, byPlace)
  await inSlices(memory.tables.accounts.values(), ({ user }) => {
    if (state !== undefined && state !== standingOf(user)) return
    const place = placeOf(user, beginnings)
    if (place && (!after || byPlace(place, after) > 0)) least.add(place)
  })
  return least.sorted().flatMap((place) => {
    // The account may have been deleted since its slice.
    const account = memory.tables.accounts.get(place.id)
    return account ? { account, place, lastSeenAt: lastSeenAt(place.id, memory) } : []
  })
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

/** The work of one slice. */
const SLICE_MS = 2

/** How many items are processed between two looks at the clock. */
const ITEMS_A_LOOK = 64

/** Does the work for each item, and lets the event loop run after every two milliseconds. */
async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let begun = performance.now()
  let taken = 0
  for (const item of items) {
    work(item)
    if (++taken % ITEMS_A_LOOK > 0 || performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
}
