import { Show } from 'solid-js'
import { SignInAgain } from '../signin/SignInAgain.tsx'
import { SignInAgainNotice } from '../signin/SignInAgainNotice.tsx'
import { t } from '../texts.ts'

/** Asks for a new sign-in when the server did not connect a provider because the last one is too long ago. */
export function SignInAgainBanner() {
  const error = new URLSearchParams(window.location.search).get('error')
  return (
    <Show when={error === 'sign-in-again'}>
      <SignInAgainNotice words={t.signin.signInAgainWhy}>
        <SignInAgain section="#methods" />
      </SignInAgainNotice>
    </Show>
  )
}
