import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
import { Alert } from '../ui/Alert.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ReminderForm } from './ReminderForm.tsx'

/** A dialog that asks for the email address and then shows the server's answer. It calls `onClose` at its end. */
export function ReminderDialog(props: { email: string | undefined; onClose: () => void }) {
  const [sent, setSent] = createSignal<string>()
  return (
    <Show
      when={sent()}
      fallback={
        <Dialog title={t.reminder.question} onClose={() => sent() ?? props.onClose()}>
          <p>{t.reminder.why}</p>
          <ReminderForm email={props.email} onSent={setSent}>
            <button type="button" class="button secondary" onClick={() => props.onClose()}>
              {t.reminder.cancel}
            </button>
          </ReminderForm>
        </Dialog>
      }
    >
      {(words) => <Alert title={t.reminder.title} text={words()} onClose={() => props.onClose()} />}
    </Show>
  )
}
