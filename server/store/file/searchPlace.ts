import { emailKey, nameKey, type User, usernameKey } from '../account.ts'
import { SEARCH_FIELDS, type SearchPlace } from '../store.ts'

/** The beginning that is looked for, as the key of each field; undefined: nothing of the field can begin so. */
interface Beginnings {
  username: string
  name: string | undefined
  email: string
}

/** A function that says where an account stands in what is found; undefined when it is not found. */
export function createPlacing({ username, name, email }: Beginnings) {
  return (user: Pick<User, 'id' | 'username' | 'name' | 'email'>): SearchPlace | undefined => {
    const { id } = user
    const ownUsername = usernameKey(user.username)
    if (ownUsername.startsWith(username)) return { by: 'username', key: ownUsername, id }
    const ownName = name === undefined ? '' : nameKey(user.name)
    if (name !== undefined && ownName.startsWith(name)) return { by: 'name', key: ownName, id }
    const ownEmail = user.email === null ? undefined : emailKey(user.email)
    return ownEmail?.startsWith(email) ? { by: 'email', key: ownEmail, id } : undefined
  }
}

/** The order of places: below zero when `a` comes first. */
export function byPlace(a: SearchPlace, b: SearchPlace): number {
  return (
    SEARCH_FIELDS.indexOf(a.by) - SEARCH_FIELDS.indexOf(b.by) || compare(a.key, b.key) || compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
