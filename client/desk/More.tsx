import { Show } from 'solid-js'
import type { Write } from '../createWrite.ts'
import { deskTexts } from './deskTexts.ts'
import { WriteFault } from './WriteFault.tsx'

/** The button that reads the next page of a list. */
export function More(props: { hasMore: boolean; more: Write<[], void> }) {
  const d = deskTexts()
  return (
    <Show when={props.hasMore}>
      <WriteFault fault={props.more.fault()} />
      <button
        type="button"
        class="button secondary"
        aria-disabled={props.more.isBusy()}
        onClick={() => void props.more.run()}
      >
        {props.more.isBusy() ? d.loading : d.more}
      </button>
    </Show>
  )
}
