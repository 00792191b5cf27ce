import { t } from '../texts.ts'
import { Dialog } from './Dialog.tsx'

/** A modal message with one button that closes it. */
export function Alert(props: { title: string; text: string; onClose: () => void }) {
  return (
    <Dialog title={props.title} role="alertdialog" onClose={() => props.onClose()}>
      <p>{props.text}</p>
      <div class="actions">
        <button type="button" class="button" autofocus onClick={() => props.onClose()}>
          {t.reminder.ok}
        </button>
      </div>
    </Dialog>
  )
}
