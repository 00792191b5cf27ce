import { type AccessorWithLatest, createAsync } from '@solidjs/router'

/** Reads like `createAsync`, but keeps the known value when a later reading fails. */
export function createReading<Value>(read: () => Promise<Value>): AccessorWithLatest<Value | undefined> {
  return createAsync((known: Value | undefined) =>
    read().catch((error: unknown) => (known === undefined ? Promise.reject(error) : known)),
  )
}
