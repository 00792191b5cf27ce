import { createResource, Show, Suspense } from 'solid-js'
import type { SessionAnswer } from '../../server/api.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { FaultBox } from '../ui/FaultBox.tsx'
import { fetchRefusal } from './fetchRefusal.ts'
import { isNotice, isWorthRetrying, offersAnotherAccount, wordsFor } from './signInFaults.ts'
import { rememberTry, triedProvider } from './triedProvider.ts'
import { wayTo, wayToConnect } from './wayTo.ts'

interface SignInFaultProps {
  code: string
  session: SessionAnswer
  returnTo: string | undefined
}

/** Shows why the sign-in failed, with the links that help. */
export function SignInFault(props: SignInFaultProps) {
  const tried = () => {
    const { providers } = props.session
    return providers.length === 1 ? providers[0] : providers.find(({ id }) => id === triedProvider())
  }
  const words = () => wordsFor(props.code, tried()?.label)
  return (
    <FaultBox
      isNotice={isNotice(props.code)}
      words={
        <Show when={words()} fallback={<OwnWords code={props.code} />}>
          {words()}
        </Show>
      }
    >
      <Show when={tried()}>
        {(provider) => <Again {...props} provider={provider().id} label={provider().label} />}
      </Show>
      <Show when={props.session.user}>
        <a class="button secondary" href={at('/account')} rel="external">
          {t.signin.backToAccount}
        </a>
      </Show>
    </FaultBox>
  )
}

/** Links to the same provider. A visitor who is signed in had tried to connect it. */
function Again(props: SignInFaultProps & { provider: string; label: string }) {
  const isConnecting = () => props.session.user !== null
  const href = () =>
    isConnecting() ? wayToConnect(props.provider) : wayTo(props.provider, { returnTo: props.returnTo })
  const another = () =>
    wayTo(props.provider, { connect: true, chooseAccount: true, returnTo: at('/account') })
  const link = (to: string, words: string) => (
    <a class="button secondary" rel="external" href={to} onClick={() => rememberTry(props.provider)}>
      {words}
    </a>
  )
  return (
    <>
      <Show when={isWorthRetrying(props.code)}>
        {link(href(), fill(t.signin.tryAgainWith, { provider: props.label }))}
      </Show>
      <Show when={isConnecting() && offersAnotherAccount(props.code)}>
        {link(another(), t.signin.useAnother)}
      </Show>
    </>
  )
}

/** The words for an error code that the site's owner has added. */
function OwnWords(props: { code: string }) {
  const [words] = createResource(() => props.code, fetchRefusal)
  return <Suspense fallback={t.signin.didNotWork}>{words()}</Suspense>
}
