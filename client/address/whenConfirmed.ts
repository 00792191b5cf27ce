import { type Accessor, createEffect } from 'solid-js'
import type { Account } from '../../server/api.ts'

/** Calls `act` with the address that waited for its code, once it is the user's: also if that was done in another tab. */
export function whenConfirmed(
  pending: Accessor<string | null | undefined>,
  user: Accessor<Account | null | undefined>,
  act: (email: string) => void,
): void {
  createEffect((known: string | undefined) => {
    const waiting = pending() ?? known
    const isConfirmed = !pending() && user()?.emailVerified && user()?.email === waiting
    if (!waiting || !isConfirmed) return waiting
    act(waiting)
    return undefined
  })
}
