import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
import { Alert } from '../ui/Alert.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ReminderForm } from './ReminderForm.tsx'

/** Asks for the mail address, then says the server's answer. `onClose` is called when that is done, or given up. */
export default function ReminderDialog(props: { onClose: () => void }) {
  const [answer, setAnswer] = createSignal<string>()
  return (
    <Show
      when={answer()}
      fallback={
        <Dialog title={t.reminder.question} onClose={() => answer() ?? props.onClose()}>
          <p>{t.reminder.why}</p>
          <ReminderForm onAnswer={setAnswer} />
        </Dialog>
      }
    >
      {(text) => <Alert title={t.reminder.title} text={text()} onClose={() => props.onClose()} />}
    </Show>
  )
}
