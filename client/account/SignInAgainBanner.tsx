import { Show } from 'solid-js'
import { SignInAgain } from '../signin/SignInAgain.tsx'
import { t } from '../texts.ts'
import { FaultBox } from '../ui/FaultBox.tsx'

/** Asks for a new sign-in when the server did not connect a provider because the last one is too long ago. */
export function SignInAgainBanner() {
  const error = new URLSearchParams(window.location.search).get('error')
  return (
    <Show when={error === 'sign-in-again'}>
      <FaultBox words={t.signin.signInAgainWhy} isNotice>
        <SignInAgain section="#methods" />
      </FaultBox>
    </Show>
  )
}
