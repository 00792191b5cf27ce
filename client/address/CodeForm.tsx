import type { ParentProps } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Field } from '../ui/Field.tsx'
import { verifyAddress } from './api.ts'

interface CodeFormProps {
  /** The initial value of the field: the code from the link in the mail. */
  code?: string | undefined
  takesFocus?: boolean
  onSending?: () => void
  /** Called after each try, with its fault or undefined. The form may be removed by then. */
  onFault?: (fault: ServerFault | undefined) => void
}

/** The form for the mailed code. Its children are further buttons. */
export function CodeForm(props: ParentProps<CodeFormProps>) {
  const verifying = createWrite(verifyAddress)
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    props.onSending?.()
    const { onFault } = props
    await verifying.run(new FormData(event.currentTarget))
    onFault?.(verifying.fault())
  }
  return (
    <form
      class="form"
      action={at('/api/account/address/confirm')}
      method="post"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <Field
        id="address-code"
        label={t.address.code}
        fault={verifying.fault()}
        takesFocus={props.takesFocus}
        name="code"
        class="code"
        value={props.code ?? ''}
        autocomplete="one-time-code"
        inputmode="numeric"
        isVerbatim
      />
      <div class="actions">
        <button type="submit" class="button" aria-disabled={verifying.isBusy()}>
          {verifying.isBusy() ? t.address.verifying : t.address.verify}
        </button>
        {props.children}
      </div>
    </form>
  )
}
