import { useAction, useSubmission } from '@solidjs/router'
import { onMount, type ParentProps, Show } from 'solid-js'
import { t } from '../texts.ts'
import { askForCode } from './api.ts'

interface AddressFormProps {
  /** What stands in it at first. */
  email: string
  takesFocus: boolean
  fault: string | undefined
  onFault: (words: string | undefined) => void
  onSending: () => void
  onSent: () => void
}

/** Asks for an address and has a code mailed to it. Further buttons are its children. */
export function AddressForm(props: ParentProps<AddressFormProps>) {
  let input: HTMLInputElement | undefined
  const ask = useAction(askForCode)
  const submission = useSubmission(askForCode)
  onMount(() => props.takesFocus && input?.focus())
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (submission.pending) return
    props.onFault(undefined)
    props.onSending()
    try {
      await ask(new FormData(event.currentTarget))
      props.onSent()
    } catch (error) {
      props.onFault((error as Error).message)
    }
  }
  return (
    <form class="form" novalidate onSubmit={submit}>
      <label for="address">{t.address.label}</label>
      <input
        ref={input}
        id="address"
        type="email"
        name="email"
        value={props.email}
        autocomplete="email"
        inputmode="email"
        required
      />
      <Show when={props.fault}>{(words) => <p role="alert">{words()}</p>}</Show>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={submission.pending}>
          {submission.pending ? t.address.sending : t.address.send}
        </button>
        {props.children}
      </div>
    </form>
  )
}
