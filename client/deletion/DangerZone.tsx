import { useAction, useSubmission } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { deleteAccount } from '../api.ts'
import { Dialog } from '../ui/Dialog.tsx'

/** The way out for good. */
export function DangerZone(props: { user: Account }) {
  const [isOpen, setOpen] = createSignal(false)
  return (
    <section class="card danger" aria-labelledby="danger">
      <h2 id="danger">Danger zone</h2>
      <p>Deleting your account cannot be undone.</p>
      <button type="button" class="button destructive" onClick={() => setOpen(true)}>
        DELETE ACCOUNT
      </button>
      <Show when={isOpen()}>
        <Dialog title="Delete your account?" onClose={() => setOpen(false)}>
          <Confirmation user={props.user} onCancel={() => setOpen(false)} />
        </Dialog>
      </Show>
    </section>
  )
}

function Confirmation(props: { user: Account; onCancel: () => void }) {
  const [typed, setTyped] = createSignal('')
  const remove = useAction(deleteAccount)
  const submission = useSubmission(deleteAccount)
  // What went wrong before this dialog was opened again is history; what is still under way is not.
  onMount(() => submission.pending || submission.clear())
  const isConfirmed = () => typed().trim() === props.user.username
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    // What goes wrong is shown below, from the submission.
    if (isConfirmed() && !submission.pending) remove().catch(() => undefined)
  }
  return (
    <form class="form" onSubmit={submit}>
      <p>This will be gone, for good:</p>
      <ul>
        <li>your profile, with name, picture and mail address</li>
        <Show when={props.user.connections.length > 0}>
          <li>the connections to {props.user.connections.map(({ label }) => label).join(' and ')}</li>
        </Show>
        <li>your sign-ins on every device</li>
        <li>whatever this site keeps for you, and what it was about to send you</li>
      </ul>
      <p>Should you come back, you begin anew as a new guest.</p>
      <label for="confirm-username">
        Type your username, <strong>{props.user.username}</strong>, to confirm
      </label>
      <input
        id="confirm-username"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={typed()}
        onInput={(event) => setTyped(event.target.value)}
      />
      <Show when={submission.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
      <div class="actions">
        <button type="submit" class="button destructive" disabled={!isConfirmed() || submission.pending}>
          {submission.pending ? 'Deleting…' : 'Delete my account'}
        </button>
        <button type="button" class="button secondary" onClick={() => props.onCancel()}>
          Keep it
        </button>
      </div>
    </form>
  )
}
