import { Show } from 'solid-js'
import type { DeskPerson } from '../../../server/deskApi.ts'
import { deskTexts } from '../deskTexts.ts'

/** A badge for accounts that are locked or being deleted; nothing for active ones. */
export function StateBadge(props: Pick<DeskPerson, 'state'>) {
  return (
    <Show when={props.state !== 'active' && props.state}>
      {(state) => (
        <span class="badge" classList={{ warn: state() === 'locked' }}>
          {deskTexts().person.states[state()]}
        </span>
      )}
    </Show>
  )
}
