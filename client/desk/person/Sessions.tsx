import { For, Show } from 'solid-js'
import type { DeskSession } from '../../../server/api.ts'
import { deviceWords } from '../../account/deviceWords.ts'
import { fill } from '../../texts.ts'
import { formatAgo, formatDate } from '../../ui/formatDate.ts'
import { createProviderLabels } from '../createProviderLabels.ts'
import { deskTexts } from '../deskTexts.ts'

/** The sessions of the person. */
export function Sessions(props: { sessions: readonly DeskSession[] }) {
  const { person: d } = deskTexts()
  const labelOf = createProviderLabels()
  const times = ({ createdAt, lastSeenAt }: DeskSession) => ({
    date: formatDate(createdAt, 'medium'),
    time: formatAgo(lastSeenAt, Date.now()),
  })
  return (
    <Show when={props.sessions.length > 0} fallback={<p class="quiet">{d.noSessions}</p>}>
      <ul class="desk-rows">
        <For each={props.sessions}>
          {(session) => (
            <li>
              <span>
                {deviceWords(session)}{' '}
                <Show when={session.provider}>
                  {(provider) => <small>{fill(d.sessionWith, { provider: labelOf(provider()) })}</small>}
                </Show>
              </span>
              <small>{fill(d.session, times(session))}</small>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
