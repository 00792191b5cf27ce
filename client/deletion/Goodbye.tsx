import { createAsync, Navigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { readDeletion, readSession } from '../api.ts'
import { t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { DeletionSteps } from './DeletionSteps.tsx'

/** The farewell, after signing out and after deleting the account. Who is signed in is not told otherwise. */
export default function Goodbye() {
  // Whoever has left is told so even when the server cannot be asked.
  const session = createAsync(() => readSession().catch(() => undefined))
  return (
    <Show when={session()?.user} fallback={<Farewell />}>
      <Navigate href="/" />
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
      <p>
        <a class="button" href="/">
          {t.home.back}
        </a>
      </p>
    </div>
  )
}
