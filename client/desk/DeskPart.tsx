import { ErrorBoundary, Match, type ParentProps, Suspense, Switch } from 'solid-js'
import { ServerFault } from '../ask.ts'
import { revalidate } from '../query.ts'
import { SignInAgainNotice } from '../signin/SignInAgainNotice.tsx'
import { t } from '../texts.ts'
import { FaultBox } from '../ui/FaultBox.tsx'
import { ToFrontPage } from '../ui/ToFrontPage.tsx'
import { deskTexts } from './deskTexts.ts'
import { SignInAgainHere, useHere } from './SignInAgainHere.tsx'

/** A part of the desk that loads separately. When it fails, it shows the reason and what the operator can do. */
export function DeskPart(props: ParentProps) {
  return (
    <ErrorBoundary fallback={(error, reset) => <Refusal error={error} onAgain={reset} />}>
      <Suspense fallback={<Loading />}>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

function Loading() {
  return (
    <div class="desk-loading" role="status">
      <span class="visually-hidden">{deskTexts().loading}</span>
      <div class="bone bone-part" />
      <div class="bone bone-part" />
    </div>
  )
}

function Refusal(props: { error: unknown; onAgain: () => void }) {
  const here = useHere()
  const fault = () => (props.error instanceof ServerFault ? props.error : undefined)
  const again = () => {
    void revalidate()
    props.onAgain()
  }
  return (
    <Switch
      fallback={
        <FaultBox words={fault()?.message ?? deskTexts().fault}>
          <button type="button" class="button secondary" onClick={again}>
            {t.signin.tryAgain}
          </button>
        </FaultBox>
      }
    >
      <Match when={fault()?.status === 401}>
        <ToFrontPage returnTo={encodeURIComponent(here())} />
      </Match>
      <Match when={fault()?.code === 'sign-in-again'}>
        <SignInAgainNotice words={fault()?.message ?? ''}>
          <SignInAgainHere />
        </SignInAgainNotice>
      </Match>
      <Match when={fault()?.code === 'no-operator'}>
        <FaultBox words={fault()?.message} />
      </Match>
    </Switch>
  )
}
