import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { t } from '../texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Confirmation } from './Confirmation.tsx'

/** The way out for good. Whoever had to sign in once more for it comes back right into the dialog. */
export function DangerZone(props: { user: Account }) {
  const [search] = useSearchParams<{ delete: string }>()
  const [isOpen, setOpen] = createSignal(search.delete !== undefined)
  return (
    <section class="card danger" aria-labelledby="danger">
      <h2 id="danger">{t.deletion.zone}</h2>
      <p>{t.deletion.forGood}</p>
      <button type="button" class="button destructive" onClick={() => setOpen(true)}>
        {t.deletion.button}
      </button>
      <Show when={isOpen()}>
        <Dialog title={t.deletion.question} describedBy="gone gone-list" onClose={() => setOpen(false)}>
          <Confirmation user={props.user} onCancel={() => setOpen(false)} />
        </Dialog>
      </Show>
    </section>
  )
}
