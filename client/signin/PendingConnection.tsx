import { createSignal, Show } from 'solid-js'
import type { PendingConnection as Connectable } from '../../server/api.ts'
import { useAccountPage } from '../account/accountContext.ts'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { revalidate } from '../query.ts'
import { fill, t } from '../texts.ts'
import { Banner } from '../ui/Banner.tsx'
import { Outcome } from '../ui/Outcome.tsx'
import { connectPending, declinePending, readPendingConnection } from './api.ts'
import { ChangeFault } from './SignInAgain.tsx'

/**
 * Offers to connect an identity, then shows the outcome. The visitor had tried to sign in with this identity, but its
 * address belonged to this account.
 */
export function PendingConnection() {
  const pending = createReading(readPendingConnection)
  const [outcome, setOutcome] = createSignal<string>()
  return (
    <Show when={pending()} fallback={<Show when={outcome()}>{(text) => <Outcome text={text()} />}</Show>}>
      {(connection) => <Offer connection={connection()} onDone={setOutcome} />}
    </Show>
  )
}

function Offer(props: { connection: Connectable; onDone: (words: string) => void }) {
  const { offerSignOut } = useAccountPage()
  const connecting = createWrite(connectPending)
  const declining = createWrite(declinePending)
  const isBusy = () => connecting.isBusy() || declining.isBusy()
  const fault = () => connecting.fault() ?? declining.fault()
  const names = () => ({ provider: props.connection.label, name: props.connection.username })
  const connect = async () => {
    declining.forget()
    const words = fill(t.pendingConnection.done, names())
    if (isBusy() || !(await connecting.run())) return
    props.onDone(words)
    offerSignOut()
    await revalidate()
  }
  const decline = async () => {
    connecting.forget()
    const words = fill(t.pendingConnection.declined, names())
    if (isBusy() || !(await declining.run())) return
    props.onDone(words)
    await revalidate(readPendingConnection.key)
  }
  return (
    <Banner title={fill(t.pendingConnection.title, names())} text={fill(t.pendingConnection.why, names())}>
      <ChangeFault fault={fault()} section="#methods" />
      <div class="actions">
        <button type="button" class="button" aria-disabled={isBusy()} onClick={() => void connect()}>
          {connecting.isBusy() ? t.pendingConnection.connecting : fill(t.pendingConnection.connect, names())}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-disabled={isBusy()}
          onClick={() => void decline()}
        >
          {t.pendingConnection.decline}
        </button>
      </div>
    </Banner>
  )
}
