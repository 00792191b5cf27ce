import { useAction } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { AddressForm } from './AddressForm.tsx'
import { cancelAddress } from './api.ts'
import { CodeForm } from './CodeForm.tsx'

interface AddressCardProps {
  user: Account
  /** Whether there is no address yet that is confirmed. */
  isNeeded: boolean
  isChanging: boolean
  /** The address that waits for its code. */
  pending: string | null
  onCancel: () => void
}

/** First the address, then the code. */
export function AddressCard(props: AddressCardProps) {
  const [asksAgain, setAsksAgain] = createSignal(false)
  const [hasActed, setActed] = createSignal(false)
  const [fault, setFault] = createSignal<string>()
  const isSent = () => props.pending !== null && !asksAgain()
  const askAgain = () => {
    setFault(undefined)
    setAsksAgain(true)
  }
  const cancel = () => <Cancel {...props} onFault={setFault} />
  return (
    <section class="card" aria-labelledby="address-title">
      <h2 id="address-title">{titleFor(props)}</h2>
      <p role="status">{isSent() ? fill(t.address.sent, { email: props.pending ?? '' }) : whyFor(props)}</p>
      <Show
        when={isSent()}
        fallback={
          <AddressForm
            email={props.pending ?? (props.isNeeded ? props.user.email : null) ?? ''}
            takesFocus={props.isChanging || asksAgain() || hasActed()}
            fault={fault()}
            onFault={setFault}
            onSending={() => setActed(true)}
            onSent={() => setAsksAgain(false)}
          >
            {cancel()}
          </AddressForm>
        }
      >
        <CodeForm takesFocus={hasActed()} fault={fault()} onFault={setFault} onSending={() => setActed(true)}>
          <button type="button" class="button secondary" onClick={askAgain}>
            {t.address.again}
          </button>
          {cancel()}
        </CodeForm>
      </Show>
    </section>
  )
}

/** Back to the address that one has; whoever has none needs no way back. */
function Cancel(props: AddressCardProps & { onFault: (words: string) => void }) {
  const cancel = useAction(cancelAddress)
  const stop = async () => {
    try {
      if (props.pending !== null) await cancel()
      props.onCancel()
    } catch (error) {
      props.onFault((error as Error).message)
    }
  }
  return (
    <Show when={!props.isNeeded}>
      <button type="button" class="button secondary" onClick={() => void stop()}>
        {t.address.cancel}
      </button>
    </Show>
  )
}

function titleFor({ user, isNeeded }: AddressCardProps): string {
  if (!isNeeded) return t.address.titleChange
  return user.email ? t.address.titleUnconfirmed : t.address.titleNone
}

function whyFor({ user, isNeeded }: AddressCardProps): string {
  const email = user.email ?? ''
  if (!isNeeded) return fill(t.address.whyChange, { email })
  return email ? fill(t.address.whyUnconfirmed, { email }) : t.address.whyNone
}
