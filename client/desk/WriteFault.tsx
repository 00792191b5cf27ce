import { Show } from 'solid-js'
import { type ServerFault, wantsSignIn } from '../ask.ts'
import { SignInAgainFor } from './SignInAgainHere.tsx'

/** Shows why an action failed and, if the server asked for it, links for a new sign-in. */
export function WriteFault(props: { fault: ServerFault | undefined }) {
  return (
    <Show when={!wantsSignIn(props.fault) && props.fault} fallback={<SignInAgainFor fault={props.fault} />}>
      {(fault) => (
        <p role="alert" class="row-note">
          {fault().message}
        </p>
      )}
    </Show>
  )
}
