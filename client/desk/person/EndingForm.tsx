import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { changePerson } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { FormButtons } from '../FormButtons.tsx'
import { WriteFault } from '../WriteFault.tsx'
import { nameOf, type PersonForm, pathOf } from './personForm.ts'

/** The form that ends all sessions of the person. */
export function EndingForm(props: PersonForm) {
  const { actions: d } = deskTexts()
  const ending = createWrite(() => changePerson(props.person.id, 'end-sessions'))
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await ending.run()) props.onDone(d.endDone)
  }
  return (
    <form
      class="form"
      action={at(pathOf(props.person, 'end-sessions'))}
      method="post"
      onSubmit={(event) => void submit(event)}
    >
      <p>{fill(d.endWhat, { name: nameOf(props.person) })}</p>
      <WriteFault fault={ending.fault()} />
      <FormButtons words={d.endSessions} isBusy={ending.isBusy()} isDestructive onCancel={props.onCancel} />
    </form>
  )
}
