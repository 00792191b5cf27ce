import { type Component, createSignal, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { createWrite } from '../createWrite.ts'
import { t } from '../texts.ts'
import { typedEarly } from './typedEarly.ts'

/** Not part of the sign-in page's first script, but there by the time of the click. */
const loadDialog = () => import('./ReminderDialog.tsx')

type DialogComponent = Component<{ email: string | undefined; onClose: () => void }>

/** The button "Forgot which one you used?", and the dialog behind it. */
export function ReminderButton() {
  const [Dialog, setDialog] = createSignal<DialogComponent>()
  const loading = createWrite(async () => (await loadDialog()).default)
  const open = async () => {
    const component = await loading.run()
    if (component) setDialog(() => component)
  }
  // A dialog that does not arrive early is loaded again with the click, which then says what went wrong.
  const prepare = () => void loadDialog().catch(() => undefined)
  onMount(() => typedEarly && void open())
  return (
    <div class="forgot">
      <button
        type="button"
        class="quiet-button"
        aria-busy={loading.isBusy()}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => void open()}
      >
        {t.reminder.button}
      </button>
      <Show when={loading.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
      <Show when={Dialog()}>
        {(component) => (
          <Dynamic component={component()} email={typedEarly} onClose={() => setDialog(undefined)} />
        )}
      </Show>
    </div>
  )
}
