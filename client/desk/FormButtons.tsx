import { t } from '../texts.ts'
import { deskTexts } from './deskTexts.ts'

/** The button that sends a form, and the one that closes its dialog. */
export function FormButtons(props: {
  words: string
  isBusy: boolean
  isReady?: boolean
  isDestructive?: boolean
  onCancel: () => void
}) {
  return (
    <div class="actions">
      <button
        type="submit"
        class={props.isDestructive ? 'button destructive' : 'button'}
        aria-disabled={props.isBusy || props.isReady === false}
      >
        {props.isBusy ? deskTexts().busy : props.words}
      </button>
      <button type="button" class="button secondary" onClick={() => props.onCancel()}>
        {t.deletion.cancel}
      </button>
    </div>
  )
}
