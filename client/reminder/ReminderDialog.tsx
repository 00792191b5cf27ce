import { createSignal, Show } from 'solid-js'
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
        Forgot which one you used?
      </button>
      <Show when={isOpen()}>
        <Dialog title="Which door was mine?" onClose={() => setOpen(false)}>
          <p>Tell us your mail address. We mail you the list of providers connected to your account.</p>
          <ReminderForm onAnswer={show} />
        </Dialog>
      </Show>
      <Show when={answer()}>
        {(text) => <Alert title="Reminder" text={text()} onClose={() => setAnswer(undefined)} />}
      </Show>
    </>
  )
}
