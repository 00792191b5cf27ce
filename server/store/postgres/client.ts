import type pg from 'pg'
import { StoreUnavailable } from '../store.ts'
import { isLost } from './trouble.ts'

/** Whatever prevents a connection, such as an expired certificate, is not the request's fault. */
export async function connect(pool: pg.Pool): Promise<Client> {
  try {
    return new Client(await pool.connect())
  } catch (cause) {
    throw new StoreUnavailable('the database cannot be reached', { cause })
  }
}

/** A connection that is closed instead of reused after a failure. */
export class Client {
  readonly #client: pg.PoolClient
  #isBroken = false
  #isReleased = false

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async begin(first: string): Promise<void> {
    try {
      await this.#client.query(first ? `begin; ${first}` : 'begin')
    } catch (error) {
      // The transaction may have begun all the same.
      this.#isBroken = true
      throw error
    }
  }

  async ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const query = { name: nameOf(text), text, values: values.map(textOf) }
    return (await this.#watch(this.#client.query(query))).rows as Row[]
  }

  async commit(): Promise<void> {
    await this.#watch(this.#client.query('commit'))
  }

  /** After a lost connection PostgreSQL rolls back by itself. */
  async rollback(): Promise<void> {
    if (this.#isBroken || this.#isReleased) return
    await this.#client.query('rollback').catch(() => {
      this.#isBroken = true
    })
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#client.release(this.#isBroken)
  }

  async #watch<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      if (isLost(error)) this.#isBroken = true
      throw error
    }
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
