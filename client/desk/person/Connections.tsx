import { For, Show } from 'solid-js'
import type { DeskPerson } from '../../../server/api.ts'
import { fill } from '../../texts.ts'
import { deskTexts } from '../deskTexts.ts'

/** How the person signs in. */
export function Connections(props: Pick<DeskPerson, 'connections'>) {
  const { person: d } = deskTexts()
  return (
    <Show when={props.connections.length > 0} fallback={<p class="quiet">{d.noConnections}</p>}>
      <ul class="desk-rows">
        <For each={props.connections}>{(connection) => <li>{fill(d.connection, { ...connection })}</li>}</For>
      </ul>
    </Show>
  )
}
