import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { changePerson } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { WriteFault } from '../WriteFault.tsx'
import { type PersonForm, pathOf } from './personForm.ts'

/** The button that unlocks the account. It needs no confirmation, because it destroys nothing. */
export function UnlockForm(props: Pick<PersonForm, 'person' | 'onDone'>) {
  const d = deskTexts()
  const unlocking = createWrite(() => changePerson(props.person.id, 'unlock'))
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await unlocking.run()) props.onDone(d.actions.unlockDone)
  }
  return (
    <form action={at(pathOf(props.person, 'unlock'))} method="post" onSubmit={(event) => void submit(event)}>
      <button type="submit" class="button" aria-disabled={unlocking.isBusy()}>
        {unlocking.isBusy() ? d.busy : d.actions.unlock}
      </button>
      <WriteFault fault={unlocking.fault()} />
    </form>
  )
}
