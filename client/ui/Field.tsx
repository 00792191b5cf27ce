import { createEffect, type JSX, on, Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'

interface FieldProps {
  id: string
  name: string
  label: JSX.Element
  /** Why the last try failed. It is said above the field and scrolled to. */
  fault: ServerFault | undefined
  /** Whether any fault brings the focus here; by default only one of what was typed does. */
  isFocusedByFault?: boolean
  value: string
  onInput?: (value: string) => void
  takesFocus?: boolean | undefined
  type?: 'email' | 'text'
  inputmode?: 'email' | 'numeric' | 'text'
  autocomplete: string
  /** Whether the field is for something that is to be typed exactly, such as a code. */
  isVerbatim?: boolean
  class?: string
}

/** A labelled field. Only a fault of what was typed marks it as invalid; others, as without a network, do not. */
export function Field(props: FieldProps) {
  let input: HTMLInputElement | undefined
  const show = (fault: ServerFault) => {
    if (props.isFocusedByFault || isOfInput(fault)) input?.focus({ preventScroll: true })
    input?.closest('.field')?.scrollIntoView({ block: 'nearest' })
  }
  createEffect(
    on(
      () => props.fault,
      (fault) => fault && show(fault),
    ),
  )
  createEffect(() => props.takesFocus && input?.focus())
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <Show when={props.fault}>
        {(fault) => (
          <p id={`${props.id}-fault`} role="alert">
            {fault().message}
          </p>
        )}
      </Show>
      {/* No spread: the code for it would be a tenth of the sign-in page's script. */}
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
        aria-describedby={props.fault ? `${props.id}-fault` : undefined}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
      />
    </div>
  )
}

/** Statuses with which the server refuses what was typed. */
function isOfInput(fault: ServerFault | undefined): boolean {
  return fault?.status === 400 || fault?.status === 409 || fault?.status === 429
}
