import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { t } from '../texts.ts'

/** Not part of the sign-in page, which is to stay below 20 kB, but there by the time of the click. */
const ReminderDialog = lazy(() => import('./ReminderDialog.tsx'))

/** The button "Forgot which one you used?", and the dialog behind it. */
export function ReminderButton() {
  const [isOpen, setOpen] = createSignal(false)
  return (
    <>
      <button
        type="button"
        class="quiet-button"
        onPointerEnter={() => ReminderDialog.preload()}
        onFocus={() => ReminderDialog.preload()}
        onClick={() => setOpen(true)}
      >
        {t.reminder.button}
      </button>
      <Suspense>
        <Show when={isOpen()}>
          <ReminderDialog onClose={() => setOpen(false)} />
        </Show>
      </Suspense>
    </>
  )
}
