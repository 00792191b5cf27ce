import { createEffect, createSignal, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import { createReading } from '../createReading.ts'
import { fill, t } from '../texts.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { AddressCard } from './AddressCard.tsx'
import { readPendingAddress } from './api.ts'
import { dismissBanner, isBannerDismissed } from './dismissed.ts'
import { whenVerified } from './whenVerified.ts'

/** Asks for a missing or a new address, then for its code, and then shows the outcome. */
export function Address(props: { isAsked: boolean; onClose: () => void }) {
  const { user, offerSignOut } = useAccountPage()
  const pending = createReading(readPendingAddress)
  const [verified, setVerified] = createSignal<string>()
  const [isDismissed, setDismissed] = createSignal(false)
  // Asks the browser's storage last: its first access makes the page wait for another process.
  const isMissing = () => !user().email && !isDismissed() && !isBannerDismissed()
  // When the code was tried too often, `pending` becomes null, but the form must stay to ask for a new code.
  const [isOpen, setOpen] = createSignal(false)
  createEffect(() => pending() && setOpen(true))
  whenVerified(pending, user, (email) => {
    setVerified(email)
    setOpen(false)
    offerSignOut()
    props.onClose()
  })
  const close = () => {
    setVerified(undefined)
    setOpen(false)
    if (!user().email) {
      dismissBanner()
      setDismissed(true)
    }
    props.onClose()
    // Moves the focus to the button that opens the card again, because the focused button disappears with the card.
    document.getElementById('change-address')?.focus()
  }
  const done = () => verified() && fill(t.address.done, { email: verified() ?? '' })
  return (
    <Show
      when={isMissing() || props.isAsked || isOpen()}
      fallback={<Show when={done()}>{(text) => <Outcome text={text()} />}</Show>}
    >
      <AddressCard takesFocus={props.isAsked} pending={pending() ?? null} onClose={close} />
    </Show>
  )
}
