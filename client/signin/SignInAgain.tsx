import { For, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import type { ServerFault } from '../ask.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { wayTo } from './wayTo.ts'

/** The section of the account page to return to; `?delete` opens the dialog of the deletion. */
type Section = '#profile' | '#methods' | '#devices' | '?delete#delete'

/** A link for each connected provider. It signs the person in again and returns to this section. */
export function SignInAgain(props: { section: Section }) {
  const { user } = useAccountPage()
  return (
    <div class="actions">
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
    </div>
  )
}

/** Shows `SignInAgain` if the server asked for a new sign-in, and nothing for any other fault. */
export function SignInAgainFor(props: { fault: ServerFault | undefined; section: Section }) {
  return (
    <Show when={props.fault?.code === 'sign-in-again'}>
      <SignInAgain section={props.section} />
    </Show>
  )
}
