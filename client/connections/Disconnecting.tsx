import { Show } from 'solid-js'
import type { OwnConnection } from '../../server/api.ts'
import { createWrite } from '../createWrite.ts'
import { ChangeFault } from '../signin/SignInAgain.tsx'
import { fill, t } from '../texts.ts'
import { disconnect } from './api.ts'

/** The form that explains what disconnecting does, and disconnects. */
export function Disconnecting(props: {
  connection: OwnConnection
  onDone: (connection: OwnConnection) => void
  onCancel: () => void
}) {
  const removing = createWrite(disconnect)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const { connection, onDone } = props
    if (await removing.run(connection)) onDone(connection)
  }
  const names = () => ({ provider: props.connection.label, username: props.connection.username })
  return (
    <form class="form" onSubmit={(event) => void submit(event)}>
      <p id="disconnecting">{fill(t.connections.what, names())}</p>
      <Show when={props.connection.provider === 'twitter'}>
        <p id="disconnecting-posts">{t.connections.posts}</p>
      </Show>
      <ChangeFault fault={removing.fault()} section="#methods" />
      <div class="actions">
        <button type="submit" class="button destructive" aria-disabled={removing.isBusy()}>
          {removing.isBusy() ? t.connections.disconnecting : t.connections.disconnect}
        </button>
        <button type="button" class="button secondary" autofocus onClick={() => props.onCancel()}>
          {t.connections.cancel}
        </button>
      </div>
    </form>
  )
}
