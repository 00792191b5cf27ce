import { createEffect, createUniqueId, type JSX, on, Show, splitProps } from 'solid-js'
import type { ServerFault } from '../ask.ts'

type FieldProps = {
  label: JSX.Element
  /** Why the last try failed. It is said above the field, which takes the focus. */
  fault: ServerFault | undefined
  takesFocus?: boolean | undefined
} & JSX.InputHTMLAttributes<HTMLInputElement>

/** A labelled field. Only a fault of what was typed marks it as invalid; others, as without a network, do not. */
export function Field(props: FieldProps) {
  let input: HTMLInputElement | undefined
  const [own, rest] = splitProps(props, ['label', 'fault', 'takesFocus'])
  const generated = createUniqueId()
  const id = () => rest.id ?? generated
  const focus = () => {
    input?.focus({ preventScroll: true })
    input?.closest('.field')?.scrollIntoView({ block: 'nearest' })
  }
  createEffect(
    on(
      () => own.fault,
      (fault) => fault && focus(),
    ),
  )
  createEffect(() => own.takesFocus && input?.focus())
  return (
    <div class="field">
      <label for={id()}>{own.label}</label>
      <Show when={own.fault}>
        {(fault) => (
          <p id={`${id()}-fault`} role="alert">
            {fault().message}
          </p>
        )}
      </Show>
      <input
        {...rest}
        ref={input}
        id={id()}
        aria-invalid={isOfInput(own.fault)}
        aria-describedby={own.fault ? `${id()}-fault` : rest['aria-describedby']}
      />
    </div>
  )
}

/** Statuses with which the server refuses what was typed. */
function isOfInput(fault: ServerFault | undefined): boolean {
  return fault?.status === 400 || fault?.status === 409 || fault?.status === 429
}
