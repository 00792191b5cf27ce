import { createAsync } from '@solidjs/router'
import { Show } from 'solid-js'
import { readSession } from '../readSession.ts'
import { t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { ToFrontPage } from '../ui/ToFrontPage.tsx'
import { WaysOn } from '../ui/WaysOn.tsx'
import { readDeletion } from './api.ts'
import { DeletionSteps } from './DeletionSteps.tsx'

/** The farewell, after signing out and after deleting the account. A person who is signed in goes to the sign-in page. */
export function Goodbye() {
  // A person who has left is told so even when the server cannot be asked.
  const session = createAsync(() => readSession().catch(() => undefined))
  return (
    <Show when={session()?.user} fallback={<Farewell />}>
      <ToFrontPage />
    </Show>
  )
}

function Farewell() {
  const steps = createAsync(() => readDeletion().catch(() => null))
  return (
    <div class="page">
      <Brand />
      <Heading title={t.deletion.goodbyeTitle}>{t.deletion.goodbye}</Heading>
      <Show when={steps()} fallback={<p>{t.deletion.signedOut}</p>}>
        {(known) => <DeletionSteps steps={known()} />}
      </Show>
      <WaysOn />
    </div>
  )
}
