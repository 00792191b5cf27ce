import { Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { SignInAgainFor } from './SignInAgainHere.tsx'

/** Says why something was not done and, where the server asked for it, how to sign in once more. */
export function WriteFault(props: { fault: ServerFault | undefined }) {
  return (
    <>
      <Show when={props.fault}>
        {(fault) => (
          <p role="alert" class="row-note">
            {fault().message}
          </p>
        )}
      </Show>
      <SignInAgainFor fault={props.fault} />
    </>
  )
}
