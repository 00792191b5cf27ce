import { createEffect, type JSX, on, Show } from 'solid-js'
import { type ServerFault, wantsSignIn } from '../ask.ts'

interface FieldProps {
  id: string
  name: string
  label: JSX.Element
  /** The fault of the last try. The field shows it above the input and scrolls to it, unless it `wantsSignIn`. */
  fault: ServerFault | undefined
  /** Whether every fault moves the focus here. By default only a refusal of the input does. */
  isFocusedByFault?: boolean
  value: string
  onInput?: (value: string) => void
  takesFocus?: boolean | undefined
  type?: 'email' | 'text'
  inputmode?: 'email' | 'numeric' | 'text'
  autocomplete: string
  /** Whether the visitor must type something exactly, such as a code. */
  isVerbatim?: boolean
  class?: string
}

/** An input with a label. Only a refusal of the input marks it as invalid; other faults, such as no network, do not. */
export function Field(props: FieldProps) {
  let input: HTMLInputElement | undefined
  const fault = () => (wantsSignIn(props.fault) ? undefined : props.fault)
  const show = (found: ServerFault) => {
    if (props.isFocusedByFault || isOfInput(found)) input?.focus({ preventScroll: true })
    input?.closest('.field')?.scrollIntoView({ block: 'nearest' })
  }
  createEffect(on(fault, (found) => found && show(found)))
  createEffect(() => props.takesFocus && input?.focus())
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <Show when={fault()}>
        {(found) => (
          <p id={`${props.id}-fault`} role="alert">
            {found().message}
          </p>
        )}
      </Show>
      {/* No spread of props: Solid's code for it would add a tenth to the sign-in page's script. */}
      <input
        ref={input}
        id={props.id}
        name={props.name}
        class={props.class}
        type={props.type ?? 'text'}
        value={props.value}
        required
        inputmode={props.inputmode}
        autocomplete={props.autocomplete}
        autocapitalize={props.isVerbatim ? 'none' : undefined}
        spellcheck={props.isVerbatim ? false : undefined}
        aria-invalid={isOfInput(props.fault)}
        aria-describedby={fault() ? `${props.id}-fault` : undefined}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
    </div>
  )
}

/** Whether the server refused the input: it does so with these statuses. */
function isOfInput(fault: ServerFault | undefined): boolean {
  return fault?.status === 400 || fault?.status === 409 || fault?.status === 429
}
