import { createEffect, createSignal, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import { createReading } from '../createReading.ts'
import { fill, t } from '../texts.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { AddressCard } from './AddressCard.tsx'
import { readPendingAddress } from './api.ts'
import { dismissBanner, isBannerDismissed } from './dismissed.ts'
import { whenVerified } from './whenVerified.ts'

/** Asks for an address where there is none, or for another one, and for its code; then says how that went. */
export function Address(props: { isAsked: boolean; onClose: () => void }) {
  const { user, offerSignOut } = useAccountPage()
  const pending = createReading(readPendingAddress)
  const [verified, setVerified] = createSignal<string>()
  const [isDismissed, setDismissed] = createSignal(isBannerDismissed())
  const isMissing = () => !user().email && !isDismissed()
  // A code that was tried too often is void, and the form to ask for another one must stay.
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
    // Back to the button that opens it again; else the focus would be lost with the card.
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
