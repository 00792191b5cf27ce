import { Show } from 'solid-js'
import { createAsync } from '../query.ts'
import { readSession } from '../readSession.ts'
import { t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { ToFrontPage } from '../ui/ToFrontPage.tsx'
import { WaysOn } from '../ui/WaysOn.tsx'
import { readDeletion } from './api.ts'
import { DeletionSteps } from './DeletionSteps.tsx'

/** The page after the sign-out and after the deletion. Visitors who are signed in go to the sign-in page. */
export function Goodbye() {
  // When the server does not answer, the page appears all the same.
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
