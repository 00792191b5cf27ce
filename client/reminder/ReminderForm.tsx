import { createSignal, type JSX, Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Alert } from '../ui/Alert.tsx'
import { Field } from '../ui/Field.tsx'
import { requestReminder } from './api.ts'

interface ReminderFormProps {
  /** The initial value of the field. */
  email?: string | undefined
  /** Called with the words of the server when it has accepted the request. */
  onSent: (words: string) => void
  /** Further buttons. */
  children?: JSX.Element
}

/** The form for the email address. It shows a refusal in an alert, which the visitor closes to correct the address. */
export function ReminderForm(props: ReminderFormProps) {
  const request = createWrite(requestReminder)
  const [read, setRead] = createSignal<ServerFault>()
  const unread = () => (request.fault() === read() ? undefined : request.fault())
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    setRead(undefined)
    const words = await request.run(new FormData(event.currentTarget))
    if (words !== undefined) props.onSent(words)
  }
  return (
    <form
      id="reminderForm"
      class="form"
      action={at('/api/reminder')}
      method="post"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <Field
        id="reminderEmail"
        label={t.reminder.label}
        fault={read()}
        type="email"
        name="email"
        value={props.email ?? ''}
        autocomplete="email"
        inputmode="email"
        takesFocus
        isFocusedByFault
      />
      <div class="actions">
        <button type="submit" class="button" aria-disabled={request.isBusy()}>
          {request.isBusy() ? t.reminder.sending : t.reminder.send}
        </button>
        {props.children}
      </div>
      <Show when={unread()}>
        {(fault) => (
          <Alert title={t.reminder.title} text={fault().message} onClose={() => setRead(request.fault())} />
        )}
      </Show>
    </form>
  )
}
