import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
import { Alert } from '../ui/Alert.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ReminderForm } from './ReminderForm.tsx'

/** The button "Forgot which one you used?", the dialog behind it, and the alert with the answer. */
export function ReminderDialog() {
  const [isOpen, setOpen] = createSignal(false)
  const [answer, setAnswer] = createSignal<string>()

  const show = (text: string) => {
    setOpen(false)
    setAnswer(text)
  }
  return (
    <>
      <button type="button" class="quiet-button" onClick={() => setOpen(true)}>
        {t.reminder.button}
      </button>
      <Show when={isOpen()}>
        <Dialog title={t.reminder.question} onClose={() => setOpen(false)}>
          <p>{t.reminder.why}</p>
          <ReminderForm onAnswer={show} />
        </Dialog>
      </Show>
      <Show when={answer()}>
        {(text) => <Alert title={t.reminder.title} text={text()} onClose={() => setAnswer(undefined)} />}
      </Show>
    </>
  )
}
