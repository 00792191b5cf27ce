import { type Accessor, createEffect } from 'solid-js'
import type { Account } from '../../server/api.ts'

/** Calls `act` with the pending address when it becomes the user's address, also if another tab has verified it. */
export function whenVerified(
  pending: Accessor<string | null | undefined>,
  user: Accessor<Account | null | undefined>,
  act: (email: string) => void,
): void {
  createEffect((known: string | undefined) => {
    const waiting = pending() ?? known
    if (!waiting || pending() || user()?.email !== waiting) return waiting
    act(waiting)
    return undefined
  })
}
