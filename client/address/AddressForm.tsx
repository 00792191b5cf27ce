import type { ParentProps } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { SignInAgainFor } from '../signin/SignInAgain.tsx'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Field } from '../ui/Field.tsx'
import { askForCode } from './api.ts'

interface AddressFormProps {
  /** The initial value of the field. */
  email: string
  takesFocus: boolean
  /** The refusal of an earlier code. */
  fault: ServerFault | undefined
  onSending: () => void
  onSent: () => void
}

/** The form that mails a code to an address. Its children are further buttons. */
export function AddressForm(props: ParentProps<AddressFormProps>) {
  const asking = createWrite(askForCode)
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    props.onSending()
    if (await asking.run(new FormData(event.currentTarget))) props.onSent()
  }
  return (
    <form
      class="form"
      action={at('/api/account/address')}
      method="post"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <Field
        id="address-email"
        label={t.address.label}
        fault={asking.fault() ?? props.fault}
        takesFocus={props.takesFocus}
        type="email"
        name="email"
        value={props.email}
        autocomplete="email"
        inputmode="email"
      />
      <SignInAgainFor fault={asking.fault()} section="#profile" />
      <div class="actions">
        <button type="submit" class="button" aria-disabled={asking.isBusy()}>
          {asking.isBusy() ? t.address.sending : t.address.send}
        </button>
        {props.children}
      </div>
    </form>
  )
}
