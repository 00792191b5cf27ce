import { useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { type ServerFault, wantsSignIn } from '../ask.ts'
import { createAsync } from '../query.ts'
import { readSession } from '../readSession.ts'
import { SignInAgainNotice } from '../signin/SignInAgainNotice.tsx'
import { wayTo } from '../signin/wayTo.ts'
import { fill, t } from '../texts.ts'

/** A link for each connected provider. It signs the operator in again and returns to this page. */
export function SignInAgainHere() {
  const session = createAsync(() => readSession())
  const here = useHere()
  return (
    <For each={session()?.user?.connections}>
      {({ provider, label }) => (
        <a
          class="button secondary"
          rel="external"
          href={wayTo(provider, { chooseAccount: true, returnTo: here() })}
        >
          {fill(t.signin.signInAgain, { provider: label })}
        </a>
      )}
    </For>
  )
}

/** The path and query of this page, as a `returnTo`. */
export function useHere(): () => string {
  const location = useLocation()
  return () => location.pathname + location.search
}

/** Asks for a new sign-in if the server did. It shows no other fault. */
export function SignInAgainFor(props: { fault: ServerFault | undefined }) {
  return (
    <Show when={wantsSignIn(props.fault) && props.fault}>
      {(fault) => (
        <SignInAgainNotice words={fault().message}>
          <SignInAgainHere />
        </SignInAgainNotice>
      )}
    </Show>
  )
}
