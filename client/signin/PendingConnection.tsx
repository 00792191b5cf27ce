import { createAsync, useAction, useSubmission } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { PendingConnection as Connectable } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { connectPending, declinePending, readPendingConnection } from './api.ts'

/** Offers to connect what one came with before, when one's address was in the way; then says what became of it. */
export function PendingConnection() {
  const pending = createAsync(() => readPendingConnection())
  const [outcome, setOutcome] = createSignal<string>()
  return (
    <Show when={pending()} fallback={<Show when={outcome()}>{(text) => <Outcome text={text()} />}</Show>}>
      {(connection) => <Offer connection={connection()} onDone={setOutcome} />}
    </Show>
  )
}

function Offer(props: { connection: Connectable; onDone: (words: string) => void }) {
  const [fault, setFault] = createSignal<string>()
  const connect = useAction(connectPending)
  const decline = useAction(declinePending)
  const connecting = useSubmission(connectPending)
  const declining = useSubmission(declinePending)
  const isBusy = () => Boolean(connecting.pending || declining.pending)
  const words = { door: props.connection.label, name: props.connection.username }
  const answer = async (act: () => Promise<true>, done: string) => {
    if (isBusy()) return
    setFault(undefined)
    try {
      await act()
      props.onDone(fill(done, words))
    } catch (error) {
      setFault((error as Error).message)
    }
  }
  return (
    <section class="card" aria-labelledby="pending-connection">
      <h2 id="pending-connection">{fill(t.pendingConnection.title, words)}</h2>
      <p>{fill(t.pendingConnection.why, words)}</p>
      <Show when={fault()}>{(text) => <p role="alert">{text()}</p>}</Show>
      <div class="actions">
        <button
          type="button"
          class="button"
          aria-disabled={isBusy()}
          onClick={() => void answer(connect, t.pendingConnection.done)}
        >
          {fill(t.pendingConnection.connect, words)}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-disabled={isBusy()}
          onClick={() => void answer(decline, t.pendingConnection.declined)}
        >
          {t.pendingConnection.decline}
        </button>
      </div>
    </section>
  )
}
