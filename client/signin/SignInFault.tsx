import { createAsync } from '@solidjs/router'
import { Show, Suspense } from 'solid-js'
import { readRefusal } from '../api.ts'
import { t } from '../texts.ts'
import { wordsFor } from './signInFaults.ts'
import { frontDoor } from './wayTo.ts'

/** Why the sign-in did not happen, with a way to go on. */
export function SignInFault(props: { code: string; isSignedIn: boolean; returnTo: string | undefined }) {
  return (
    <div class="fault" role="alert">
      <p>
        <Show when={wordsFor(props.code)} fallback={<SitesOwnWords code={props.code} />}>
          {(words) => words()}
        </Show>
      </p>
      <Show
        when={props.isSignedIn}
        fallback={
          // A fresh page: it asks for the doors anew, and the focus starts over with it.
          <a class="button secondary" rel="external" href={frontDoor(props.returnTo)}>
            {t.signin.tryAgain}
          </a>
        }
      >
        <a class="button secondary" href="/account">
          {t.signin.backToAccount}
        </a>
      </Show>
    </div>
  )
}

function SitesOwnWords(props: { code: string }) {
  const words = createAsync(() => readRefusal(props.code))
  return <Suspense fallback={t.signin.didNotWork}>{words()}</Suspense>
}
