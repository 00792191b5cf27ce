import type { AuditEvent } from '../../audit/event.ts'
import {
  type Account,
  type Connection,
  emailKey,
  nameKey,
  type Session,
  type Tombstone,
  type User,
  usernameKey,
} from '../account.ts'

/**
 * Rows are read and written as JSON: `to_json` of a row, and `json_populate_recordset` with the type of the table.
 * Columns have the names of the fields, in snake_case. The casts here rely on the tables that migrations.ts makes.
 */

/** A row as JSON. */
export type Row = Readonly<Record<string, unknown>>

/** The columns of `ACCOUNT`. */
export interface AccountRow {
  user: Row
  connections: Row[]
}

/** The columns of an account in a query with a user `u`. Oldest connection first. */
export const ACCOUNT = `to_json(u) as "user", coalesce((
    select json_agg(c order by c.connected_at, c.seq) from connections c where c.user_id = u.id
  ), '[]') as connections`

/** Converts the columns of `ACCOUNT`. */
export function accountOf({ user, connections }: AccountRow): Account {
  return { user: fieldsOf<User>(user), connections: connections.map(connectionOf) }
}

export function rowOfUser(user: User): Row {
  const keys = {
    usernameKey: usernameKey(user.username),
    nameKey: nameKey(user.name),
    emailKey: user.email === null ? null : emailKey(user.email),
  }
  return columnsOf({ ...user, ...keys })
}

export function connectionOf({ user_id: _owner, ...row }: Row): Connection {
  return fieldsOf<Connection>(row)
}

export function rowOfConnection(connection: Connection, userId: string): Row {
  return columnsOf({ ...connection, userId })
}

export const sessionOf = (row: Row): Session => fieldsOf(row)
export const rowOfSession = (session: Session): Row => columnsOf(session)

export const tombstoneOf = (row: Row): Tombstone => fieldsOf(row)
export const rowOfTombstone = (tombstone: Tombstone): Row => columnsOf(tombstone)

/** `from` is a keyword of SQL. Only events of operators have `by` and `note`. */
export function eventOf({ network, by, note, ...row }: Row): AuditEvent {
  return fieldsOf({ ...row, from: network, ...(by !== null && { by }), ...(note !== null && { note }) })
}

export function rowOfEvent({ from, ...event }: AuditEvent): Row {
  return columnsOf({ ...event, network: from })
}

function columnsOf(fields: object): Row {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [columnOf(name), value]))
}

/** PostgreSQL writes timestamps in JSON with `+00:00`. Other columns with such names are numbers. */
function fieldsOf<T>(row: Row): T {
  const fields: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    const { name, mayBeTime } = fieldOf(column)
    if (name) fields[name] = mayBeTime && typeof value === 'string' ? new Date(value).toISOString() : value
  }
  return fields as T
}

const columnOf = remembering((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
/** Columns for indexes and for the order of rows are no fields. */
const fieldOf = remembering((column) => ({
  name: /_key$|^seq$/.test(column)
    ? ''
    : column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
  mayBeTime: /_(at|since)$/.test(column),
}))

const MAX_REMEMBERED = 1_000

/** Remembers what was converted last: requests convert the same names, and often the same rows, again and again. */
export function remembering<T>(convert: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const converted = known.get(text) ?? convert(text)
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(text, converted)
    return converted
  }
}
