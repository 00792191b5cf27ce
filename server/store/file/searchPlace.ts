import { emailKey, NAME_KEY_LENGTH, nameKey, type User, usernameKey } from '../account.ts'
import { SEARCH_FIELDS, type SearchField, type SearchPlace } from '../store.ts'

/** A text as the key of each field may begin; undefined where none can begin so. */
export type Beginnings = Record<SearchField, string | undefined>

type Searched = Pick<User, 'username' | 'name' | 'email'>

/** The beginnings that a typed text stands for. */
export function beginningsOf(start: string): Beginnings {
  return {
    username: usernameKey(start),
    name: start.length > NAME_KEY_LENGTH ? undefined : nameKey(start),
    email: emailKey(start),
  }
}

/** The key of a field; undefined when the user has none. */
export function keyIn(by: SearchField, { username, name, email }: Searched): string | undefined {
  if (by === 'username') return usernameKey(username)
  if (by === 'name') return nameKey(name)
  return email === null ? undefined : emailKey(email)
}

/** Whether a field before this one begins so, too: the user is found there. */
export function isFoundEarlier(by: SearchField, user: Searched, beginnings: Beginnings): boolean {
  return SEARCH_FIELDS.slice(0, SEARCH_FIELDS.indexOf(by)).some((field) => {
    const beginning = beginnings[field]
    return beginning !== undefined && keyIn(field, user)?.startsWith(beginning)
  })
}

/** The first code of the marks that join the letter before them. */
const FIRST_MARK = 0x300

/**
 * Whether the key of a name can begin so. It looks at the first letter alone, which rules almost every name out at a
 * thirtieth of the cost of a key.
 */
export function canBegin(name: string, beginning: string): boolean {
  const [first, second] = [name.charCodeAt(0), name.charCodeAt(1)]
  if (beginning === '' || !(first < 128) || second >= FIRST_MARK) return true
  return name.charAt(0).toLowerCase() === beginning.charAt(0)
}

/** The order of places: below zero when `a` comes first. */
export function byPlace(a: SearchPlace, b: SearchPlace): number {
  if (a.by !== b.by) return SEARCH_FIELDS.indexOf(a.by) - SEARCH_FIELDS.indexOf(b.by)
  return compare(a.key, b.key) || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
