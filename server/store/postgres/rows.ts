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
  const { username_key: _username, email_key: _email, name_key: _name, ...row } = user
  return { user: fieldsOf<User>(row), connections: connections.map(connectionOf) }
}

export function rowOfUser(user: User): Row {
  const keys = {
    usernameKey: usernameKey(user.username),
    nameKey: nameKey(user.name),
    emailKey: user.email === null ? null : emailKey(user.email),
  }
  return columnsOf({ ...user, ...keys })
}

export function connectionOf({ user_id: _owner, seq: _seq, ...row }: Row): Connection {
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
export function eventOf({ network, seq: _seq, by, note, ...row }: Row): AuditEvent {
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
  const entries = Object.entries(row).map(([column, value]) => {
    const isTime = typeof value === 'string' && /_(at|since)$/.test(column)
    return [fieldOf(column), isTime ? new Date(value).toISOString() : value]
  })
  return Object.fromEntries(entries) as T
}

const columnOf = remembering((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
const fieldOf = remembering((column) =>
  column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
)

/** There are few names, but every request converts dozens of them. */
function remembering(convert: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const converted = known.get(name) ?? convert(name)
    known.set(name, converted)
    return converted
  }
}
