import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
import { ReminderDialog } from './ReminderDialog.tsx'
import { typedEarly } from './typedEarly.ts'

/** The button "Forgot which one you used?" and its dialog, which opens at once if an address was typed early. */
export function ReminderButton() {
  const [isOpen, setOpen] = createSignal(typedEarly !== undefined)
  return (
    <div class="forgot">
      <button type="button" class="quiet-button" onClick={() => setOpen(true)}>
        {t.reminder.button}
      </button>
      <Show when={isOpen()}>
        <ReminderDialog email={typedEarly} onClose={() => setOpen(false)} />
      </Show>
    </div>
  )
}
