import { useAction, useSubmission } from '@solidjs/router'
import { onMount, type ParentProps, Show } from 'solid-js'
import { t } from '../texts.ts'
import { confirmAddress } from './api.ts'
import './address.css'

interface CodeFormProps {
  /** Filled in: the code of the link in the mail. */
  code?: string | undefined
  takesFocus?: boolean
  fault: string | undefined
  onFault: (words: string | undefined) => void
  onSending?: () => void
}

/** Takes the code that was mailed. Further buttons are its children. */
export function CodeForm(props: ParentProps<CodeFormProps>) {
  let input: HTMLInputElement | undefined
  const confirm = useAction(confirmAddress)
  const submission = useSubmission(confirmAddress)
  onMount(() => props.takesFocus && input?.focus())
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (submission.pending) return
    props.onFault(undefined)
    props.onSending?.()
    try {
      await confirm(new FormData(event.currentTarget))
    } catch (error) {
      props.onFault((error as Error).message)
    }
  }
  return (
    <form class="form" novalidate onSubmit={submit}>
      <label for="address-code">{t.address.code}</label>
      <input
        ref={input}
        id="address-code"
        name="code"
        class="code"
        value={props.code ?? ''}
        autocomplete="one-time-code"
        inputmode="numeric"
        spellcheck={false}
        required
      />
      <Show when={props.fault}>{(words) => <p role="alert">{words()}</p>}</Show>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={submission.pending}>
          {submission.pending ? t.address.confirming : t.address.confirm}
        </button>
        {props.children}
      </div>
    </form>
  )
}
