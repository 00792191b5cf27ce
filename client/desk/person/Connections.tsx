import { For, Show } from 'solid-js'
import type { DeskPerson } from '../../../server/deskApi.ts'
import { fill } from '../../texts.ts'
import { createProviderLabels } from '../createProviderLabels.ts'
import { deskTexts } from '../deskTexts.ts'

/** The connections of the person. */
export function Connections(props: Pick<DeskPerson, 'connections'>) {
  const { person: d } = deskTexts()
  const labelOf = createProviderLabels()
  return (
    <Show when={props.connections.length > 0} fallback={<p class="quiet">{d.noConnections}</p>}>
      <ul class="desk-rows">
        <For each={props.connections}>
          {(one) => <li>{fill(d.connection, { ...one, provider: labelOf(one.provider) })}</li>}
        </For>
      </ul>
    </Show>
  )
}
