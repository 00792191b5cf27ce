import { createSignal, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import { ServerFault } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { SignInAgainFor } from '../signin/SignInAgain.tsx'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { Field } from '../ui/Field.tsx'
import { deleteAccount } from './api.ts'

/** The form that lists what will be deleted, asks for the username, and deletes the account. */
export function Confirmation(props: { onCancel: () => void }) {
  const { user } = useAccountPage()
  const [typed, setTyped] = createSignal('')
  const removing = createWrite(async () => {
    if (!isConfirmed()) throw Object.assign(new ServerFault(t.deletion.wrong), { status: 400 })
    return deleteAccount(typed())
  })
  const isConfirmed = () => typed().trim() === user().username
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void removing.run()
  }
  return (
    <form class="form" action={at('/api/account/delete')} method="post" novalidate onSubmit={submit}>
      <WhatGoes />
      <Field
        id="confirm-username"
        label={
          <>
            {t.deletion.typeBefore}
            <strong>{user().username}</strong>
            {t.deletion.typeAfter}
          </>
        }
        fault={removing.fault()}
        takesFocus
        name="username"
        autocomplete="off"
        isVerbatim
        value={typed()}
        onInput={setTyped}
      />
      <SignInAgainFor fault={removing.fault()} section="?delete#delete" />
      <div class="actions">
        <button type="submit" class="button destructive" aria-disabled={!isConfirmed() || removing.isBusy()}>
          {removing.isBusy() ? t.deletion.deleting : t.deletion.confirm}
        </button>
        <button type="button" class="button secondary" onClick={() => props.onCancel()}>
          {t.deletion.cancel}
        </button>
      </div>
    </form>
  )
}

function WhatGoes() {
  const { user } = useAccountPage()
  const providers = () => user().connections.map(({ label }) => label)
  return (
    <>
      <p id="gone">{t.deletion.goneTitle}</p>
      <ul id="gone-list">
        <li>{t.deletion.goneProfile}</li>
        <Show when={providers().length > 0}>
          <li>{fill(t.deletion.goneConnections, { providers: providers().join(', ') })}</li>
        </Show>
        <li>{t.deletion.goneSessions}</li>
        <li>{t.deletion.goneRest}</li>
      </ul>
      <p>{t.deletion.comeBack}</p>
    </>
  )
}
