import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Confirmation } from './Confirmation.tsx'

/** The button that opens the dialog for the deletion. `/account?delete` opens the dialog at once. */
export function DeleteAccount() {
  const [isOpen, setOpen] = createSignal(new URLSearchParams(window.location.search).has('delete'))
  return (
    <>
      <p>{t.deletion.forGood}</p>
      <button type="button" class="button destructive" onClick={() => setOpen(true)}>
        {t.deletion.button}
      </button>
      <Show when={isOpen()}>
        <Dialog title={t.deletion.question} describedBy="gone gone-list" onClose={() => setOpen(false)}>
          <Confirmation onCancel={() => setOpen(false)} />
        </Dialog>
      </Show>
    </>
  )
}
