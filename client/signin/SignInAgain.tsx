import { For, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import { type ServerFault, wantsSignIn } from '../ask.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { SignInAgainNotice } from './SignInAgainNotice.tsx'
import { wayTo } from './wayTo.ts'

/** The section of the account page to return to; `?delete` opens the dialog of the deletion. */
type Section = '#profile' | '#methods' | '#devices' | '?delete#delete'

interface ChangeFaultProps {
  fault: ServerFault | undefined
  section: Section
}

/** A link for each connected provider. It signs the person in again and returns to this section. */
export function SignInAgain(props: { section: Section }) {
  const { user } = useAccountPage()
  return (
    <For each={user().connections}>
      {({ provider, label }) => (
        <a
          class="button secondary"
          rel="external"
          href={wayTo(provider, { chooseAccount: true, returnTo: at(`/account${props.section}`) })}
        >
          {fill(t.signin.signInAgain, { provider: label })}
        </a>
      )}
    </For>
  )
}

/** Asks for a new sign-in if the server did. It shows no other fault: a `Field` of the form shows those. */
export function SignInAgainFor(props: ChangeFaultProps) {
  return (
    <Show when={wantsSignIn(props.fault) && props.fault}>
      {(fault) => (
        <SignInAgainNotice words={fault().message}>
          <SignInAgain section={props.section} />
        </SignInAgainNotice>
      )}
    </Show>
  )
}

/** Shows why a change failed, or asks for a new sign-in. */
export function ChangeFault(props: ChangeFaultProps) {
  return (
    <Show
      when={!wantsSignIn(props.fault) && props.fault}
      fallback={<SignInAgainFor fault={props.fault} section={props.section} />}
    >
      {(fault) => (
        <p class="row-note" role="alert">
          {fault().message}
        </p>
      )}
    </Show>
  )
}
