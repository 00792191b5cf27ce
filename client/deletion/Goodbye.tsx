import { createAsync, Navigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { readSession } from '../api.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'

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
  return (
    <div class="page">
      <Brand />
      <Heading title="Goodbye">Goodbye, and safe travels</Heading>
      <p>You are signed out. The light stays on, should you come back.</p>
      <p>
        <a class="button" href="/">
          Back to the front door
        </a>
      </p>
    </div>
  )
}
