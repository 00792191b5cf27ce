import { useAction, useSubmission } from '@solidjs/router'
import { createSignal, For, onMount, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { deleteAccount, ServerFault } from '../api.ts'
import { wayTo } from '../signin/wayTo.ts'
import { fill, t } from '../texts.ts'

/** Says what will be gone, and asks for the username before it goes. */
export function Confirmation(props: { user: Account; onCancel: () => void }) {
  let input: HTMLInputElement | undefined
  const [typed, setTyped] = createSignal('')
  const remove = useAction(deleteAccount)
  const submission = useSubmission(deleteAccount)
  // What went wrong before this dialog was opened again is history; what is still under way is not.
  onMount(() => submission.pending || submission.clear())
  const isConfirmed = () => typed().trim() === props.user.username
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isConfirmed()) input?.focus()
    // What goes wrong is shown below, from the submission.
    else if (!submission.pending) remove().catch(() => undefined)
  }
  return (
    <form class="form" onSubmit={submit}>
      <WhatGoes user={props.user} />
      <label for="confirm-username">
        {t.deletion.typeBefore}
        <strong>{props.user.username}</strong>
        {t.deletion.typeAfter}
      </label>
      <input
        ref={input}
        id="confirm-username"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={typed()}
        onInput={(event) => setTyped(event.target.value)}
      />
      <Show when={submission.error}>{(error) => <Trouble error={error()} user={props.user} />}</Show>
      <div class="actions">
        <button type="submit" class="button destructive" aria-disabled={!isConfirmed() || submission.pending}>
          {submission.pending ? t.deletion.deleting : t.deletion.confirm}
        </button>
        <button type="button" class="button secondary" onClick={() => props.onCancel()}>
          {t.deletion.keep}
        </button>
      </div>
    </form>
  )
}

function WhatGoes(props: { user: Account }) {
  const doors = () => props.user.connections.map(({ label }) => label)
  return (
    <>
      <p id="gone">{t.deletion.goneTitle}</p>
      <ul id="gone-list">
        <li>{t.deletion.goneProfile}</li>
        <Show when={doors().length > 0}>
          <li>{fill(t.deletion.goneConnections, { doors: doors().join(', ') })}</li>
        </Show>
        <li>{t.deletion.goneSessions}</li>
        <li>{t.deletion.goneRest}</li>
      </ul>
      <p>{t.deletion.comeBack}</p>
    </>
  )
}

/** What went wrong; and where one must sign in once more, the ways to do it, which lead back here. */
function Trouble(props: { error: unknown; user: Account }) {
  const words = () => (props.error instanceof Error ? props.error.message : '')
  const mustSignIn = () => props.error instanceof ServerFault && props.error.code === 'sign-in-again'
  return (
    <>
      <p role="alert">{words()}</p>
      <Show when={mustSignIn()}>
        <div class="actions">
          <For each={props.user.connections}>
            {({ provider, label }) => (
              <a class="button secondary" rel="external" href={wayTo(provider, '/account?delete')}>
                {fill(t.deletion.signInWith, { door: label })}
              </a>
            )}
          </For>
        </div>
      </Show>
    </>
  )
}
