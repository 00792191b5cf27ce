import { createAsync } from '@solidjs/router'
import { Show, Suspense } from 'solid-js'
import { readRefusal } from '../api.ts'
import { wordsFor } from './signInFaults.ts'

/** Why the sign-in did not happen, with a way to go on. */
export function SignInFault(props: { code: string; isSignedIn: boolean }) {
  return (
    <div class="fault" role="alert">
      <p>
        <Show when={wordsFor(props.code)} fallback={<SitesOwnWords code={props.code} />}>
          {(words) => words()}
        </Show>
      </p>
      <a class="button secondary" href={props.isSignedIn ? '/account' : '/'}>
        {props.isSignedIn ? 'Back to your account' : 'Try again'}
      </a>
    </div>
  )
}

function SitesOwnWords(props: { code: string }) {
  const words = createAsync(() => readRefusal(props.code))
  return <Suspense fallback="Signing in did not work.">{words()}</Suspense>
}
