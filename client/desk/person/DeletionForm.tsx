import { createSignal, For } from 'solid-js'
import { ServerFault } from '../../ask.ts'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { Field } from '../../ui/Field.tsx'
import { changePerson } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { FormButtons } from '../FormButtons.tsx'
import { SignInAgainFor } from '../SignInAgainHere.tsx'
import { type PersonForm, pathOf } from './personForm.ts'

/** The form that deletes the account, after the operator has typed the username. */
export function DeletionForm(props: PersonForm) {
  const { actions: d } = deskTexts()
  const [typed, setTyped] = createSignal('')
  const isConfirmed = () => typed().trim() === props.person.username
  const removing = createWrite(async () => {
    if (!isConfirmed()) throw Object.assign(new ServerFault(d.wrongUsername), { status: 400 })
    return changePerson(props.person.id, 'delete', { username: typed().trim() })
  })
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await removing.run()) props.onDone(d.removeDone)
  }
  return (
    <form
      class="form"
      action={at(pathOf(props.person, 'delete'))}
      method="post"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <p>{d.removeWhat}</p>
      <Field
        id="delete-username"
        name="username"
        label={<TypeThis username={props.person.username} />}
        fault={removing.fault()}
        takesFocus
        autocomplete="off"
        isVerbatim
        value={typed()}
        onInput={setTyped}
      />
      <SignInAgainFor fault={removing.fault()} />
      <FormButtons
        words={d.remove}
        isBusy={removing.isBusy()}
        isReady={isConfirmed()}
        isDestructive
        onCancel={props.onCancel}
      />
    </form>
  )
}

function TypeThis(props: { username: string }) {
  const pieces = deskTexts().actions.type.split(/(\{username\})/)
  return (
    <For each={pieces}>{(piece) => (piece === '{username}' ? <strong>{props.username}</strong> : piece)}</For>
  )
}
