import { type AccessorWithLatest, createAsync } from '@solidjs/router'

/** Reads as `createAsync` does; but when reading again fails, what is known stays on the page. */
export function createReading<Value>(read: () => Promise<Value>): AccessorWithLatest<Value | undefined> {
  return createAsync((known: Value | undefined) =>
    read().catch((error: unknown) => (known === undefined ? Promise.reject(error) : known)),
  )
}
