import { useAction, useSubmission } from '@solidjs/router'
import { onMount, Show } from 'solid-js'
import type { OwnConnection } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { disconnect } from './api.ts'

/** Says what disconnecting means, and does it. */
export function Disconnecting(props: {
  connection: OwnConnection
  onDone: (connection: OwnConnection) => void
  onCancel: () => void
}) {
  const remove = useAction(disconnect)
  const submission = useSubmission(disconnect)
  // What went wrong before this dialog was opened again is history; what is still under way is not.
  onMount(() => submission.pending || submission.clear())
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const { connection, onDone } = props
    // What goes wrong is shown below, from the submission.
    if (!submission.pending)
      remove(connection).then(
        () => onDone(connection),
        () => undefined,
      )
  }
  const names = () => ({ door: props.connection.label, username: props.connection.username })
  return (
    <form class="form" onSubmit={submit}>
      <p id="disconnecting">{fill(t.connections.what, names())}</p>
      <Show when={props.connection.provider === 'twitter'}>
        <p id="disconnecting-posts">{t.connections.posts}</p>
      </Show>
      <Show when={submission.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
      <div class="actions">
        <button type="submit" class="button destructive" aria-disabled={submission.pending}>
          {submission.pending ? t.connections.disconnecting : t.connections.disconnect}
        </button>
        <button type="button" class="button secondary" autofocus onClick={() => props.onCancel()}>
          {t.connections.keep}
        </button>
      </div>
    </form>
  )
}
