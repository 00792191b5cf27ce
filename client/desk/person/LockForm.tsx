import { createSignal } from 'solid-js'
import { ServerFault } from '../../ask.ts'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { Field } from '../../ui/Field.tsx'
import { changePerson } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { FormButtons } from '../FormButtons.tsx'
import { SignInAgainFor } from '../SignInAgainHere.tsx'
import { nameOf, type PersonForm, pathOf } from './personForm.ts'

/** The form that locks the account. The person reads its reason. */
export function LockForm(props: PersonForm) {
  const { actions: d } = deskTexts()
  const [reason, setReason] = createSignal('')
  const locking = createWrite(async () => {
    if (!reason().trim()) throw Object.assign(new ServerFault(d.reasonMissing), { status: 400 })
    return changePerson(props.person.id, 'lock', { reason: reason().trim() })
  })
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await locking.run()) props.onDone(d.lockDone)
  }
  return (
    <form
      class="form"
      action={at(pathOf(props.person, 'lock'))}
      method="post"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <p>{fill(d.lockWhat, { name: nameOf(props.person) })}</p>
      <Field
        id="lock-reason"
        name="reason"
        label={d.reason}
        fault={locking.fault()}
        takesFocus
        autocomplete="off"
        value={reason()}
        onInput={setReason}
      />
      <SignInAgainFor fault={locking.fault()} />
      <FormButtons words={d.lock} isBusy={locking.isBusy()} isDestructive onCancel={props.onCancel} />
    </form>
  )
}
