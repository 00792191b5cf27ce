import type pg from 'pg'
import { StoreUnavailable } from '../store.ts'
import { isLost, storeErrorOf } from './trouble.ts'

/** Its text and parameters. With parameters the text is constant, so that PostgreSQL plans it once per connection. */
export type Statement = readonly [text: string, values?: readonly unknown[]]

/** Runs a statement on a connection and returns its rows. Throws `Conflict` and `StoreUnavailable` like `Store`. */
export type Query = <Row>(...statement: Statement) => Promise<Row[]>

/** Lends a connection to `work`. A connection that was lost meanwhile is closed instead of reused. */
export async function withClient<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await connect(pool)
  let isBroken = false
  try {
    return await work(async (text, values) => {
      const config = values ? { name: nameOf(text), text, values: values.map(textOf) } : { text }
      try {
        return (await client.query(config)).rows
      } catch (error) {
        isBroken ||= isLost(error)
        throw storeErrorOf(error)
      }
    })
  } finally {
    client.release(isBroken)
  }
}

/** Throws `StoreUnavailable` for every failure to connect, because the request did not cause it. */
async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (cause) {
    throw new StoreUnavailable('the database cannot be reached', { cause })
  }
}

const names = new Map<string, string>()

/** The name of the prepared statement. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `doorman_${names.size + 1}`
  names.set(text, name)
  return name
}

/** Converts objects to JSON, and removes from texts what PostgreSQL cannot store. */
function textOf(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(textOf)
  if (typeof value !== 'object' || value === null) return value
  return JSON.stringify(value, (_name, field) => (typeof field === 'string' ? storable(field) : field))
}

/** Replaces NUL and unpaired surrogates. */
export function storable(text: string): string {
  if (!/[\0\ud800-\udfff]/.test(text)) return text
  return Buffer.from(text).toString().replaceAll('\0', '\ufffd')
}
