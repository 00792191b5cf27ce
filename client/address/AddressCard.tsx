import { createSignal, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import type { ServerFault } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { fill, t } from '../texts.ts'
import { Banner } from '../ui/Banner.tsx'
import { AddressForm } from './AddressForm.tsx'
import { cancelAddress } from './api.ts'
import { CodeForm } from './CodeForm.tsx'

interface AddressCardProps {
  takesFocus: boolean
  /** The address that waits for its code. */
  pending: string | null
  onClose: () => void
}

/** The form for the address; once the code is mailed, the form for the code. */
export function AddressCard(props: AddressCardProps) {
  const { user } = useAccountPage()
  const [asksAgain, setAsksAgain] = createSignal(false)
  const [hasActed, setActed] = createSignal(false)
  const [codeFault, setCodeFault] = createSignal<ServerFault>()
  const isSent = () => props.pending !== null && !asksAgain()
  const why = () => {
    const email = user().email
    return email ? fill(t.address.whyChange, { email }) : t.address.whyNone
  }
  const cancel = () => <Cancel {...props} />
  return (
    <Banner
      id="address"
      title={user().email ? t.address.titleChange : t.address.titleNone}
      text={isSent() ? fill(t.address.sent, { email: props.pending ?? '' }) : why()}
    >
      <Show
        when={isSent()}
        fallback={
          <AddressForm
            email={props.pending ?? ''}
            takesFocus={props.takesFocus || asksAgain() || hasActed()}
            fault={codeFault()}
            onSending={() => {
              setActed(true)
              setCodeFault(undefined)
            }}
            onSent={() => setAsksAgain(false)}
          >
            {cancel()}
          </AddressForm>
        }
      >
        <CodeForm takesFocus={hasActed()} onSending={() => setActed(true)} onFault={setCodeFault}>
          <button type="button" class="button secondary" onClick={() => setAsksAgain(true)}>
            {t.address.again}
          </button>
          {cancel()}
        </CodeForm>
      </Show>
    </Banner>
  )
}

/** The button that drops the pending address and closes the card. Without an address, it dismisses the offer. */
function Cancel(props: AddressCardProps) {
  const { user } = useAccountPage()
  const dropping = createWrite(cancelAddress)
  const stop = async () => {
    if (props.pending === null || (await dropping.run())) props.onClose()
  }
  return (
    <>
      <button
        type="button"
        class="button secondary"
        aria-disabled={dropping.isBusy()}
        onClick={() => void stop()}
      >
        {user().email || props.pending ? t.address.cancel : t.address.notNow}
      </button>
      <Show when={dropping.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
    </>
  )
}
