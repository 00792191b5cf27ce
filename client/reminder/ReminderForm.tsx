import { useAction, useSubmission } from '@solidjs/router'
import { requestReminder } from '../api.ts'
import { t } from '../texts.ts'

/** Asks for the mail address and hands the server's answer, word for word, to `onAnswer`. */
export function ReminderForm(props: { onAnswer: (text: string) => void }) {
  const request = useAction(requestReminder)
  const submission = useSubmission(requestReminder)
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (submission.pending) return
    props.onAnswer(await request(new FormData(event.currentTarget)))
  }
  return (
    <form id="reminderForm" class="form" novalidate onSubmit={submit}>
      <label for="reminderEmail">{t.reminder.label}</label>
      <input
        id="reminderEmail"
        type="email"
        name="email"
        autocomplete="email"
        inputmode="email"
        required
        autofocus
      />
      <div class="actions">
        <button type="submit" class="button" aria-disabled={submission.pending}>
          {submission.pending ? t.reminder.sending : t.reminder.send}
        </button>
      </div>
    </form>
  )
}
