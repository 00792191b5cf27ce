import { createAsync } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { AddressCard } from './AddressCard.tsx'
import { readPendingAddress } from './api.ts'
import { whenConfirmed } from './whenConfirmed.ts'

interface AddressProps {
  user: Account
  /** Whether somebody who has a confirmed address wants another. */
  isChanging: boolean
  onClose: () => void
}

/** Asks for an address where there is none that is confirmed, and for its code; then says what became of it. */
export function Address(props: AddressProps) {
  const pending = createAsync(() => readPendingAddress())
  const [confirmed, setConfirmed] = createSignal<string>()
  const isNeeded = () => !props.user.email || !props.user.emailVerified
  whenConfirmed(
    pending,
    () => props.user,
    (email) => {
      setConfirmed(email)
      props.onClose()
    },
  )
  const done = () => confirmed() && fill(t.address.done, { email: confirmed() ?? '' })
  return (
    <Show
      when={isNeeded() || props.isChanging || pending()}
      fallback={<Show when={done()}>{(text) => <Outcome text={text()} />}</Show>}
    >
      <AddressCard
        user={props.user}
        isNeeded={isNeeded()}
        isChanging={props.isChanging}
        pending={pending() ?? null}
        onCancel={() => {
          setConfirmed(undefined)
          props.onClose()
          // Back to the button that opened it; else the focus would be lost with the card.
          document.getElementById('change-address')?.focus()
        }}
      />
    </Show>
  )
}
