import type { Accessor } from 'solid-js'
import { createAsync } from './query.ts'

/** Reads like `createAsync`, but keeps the known value when a later reading fails. */
export function createReading<Value>(read: () => Promise<Value>): Accessor<Value | undefined> {
  return createAsync<Value>((known) =>
    read().catch((error: unknown) => (known === undefined ? Promise.reject(error) : known)),
  )
}
