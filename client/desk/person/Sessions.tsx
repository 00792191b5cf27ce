import { createSignal, For, Show } from 'solid-js'
import type { DeskSession } from '../../../server/deskApi.ts'
import { deviceWords } from '../../account/deviceWords.ts'
import { fill } from '../../texts.ts'
import { formatAgo, formatDate } from '../../ui/formatDate.ts'
import { createProviderLabels } from '../createProviderLabels.ts'
import { deskTexts } from '../deskTexts.ts'

const SHOWN_AT_FIRST = 8

/** The sessions of the person. */
export function Sessions(props: { sessions: readonly DeskSession[] }) {
  const { person: d } = deskTexts()
  const labelOf = createProviderLabels()
  const [showsAll, setShowsAll] = createSignal(false)
  const shown = () => (showsAll() ? props.sessions : props.sessions.slice(0, SHOWN_AT_FIRST))
  const times = ({ createdAt, lastSeenAt }: DeskSession) => ({
    date: formatDate(createdAt, 'medium'),
    time: formatAgo(lastSeenAt, Date.now()),
  })
  return (
    <Show when={props.sessions.length > 0} fallback={<p class="quiet">{d.noSessions}</p>}>
      <ul class="desk-rows">
        <For each={shown()}>
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
      <Show when={props.sessions.length > shown().length}>
        <button type="button" class="quiet-button" onClick={() => setShowsAll(true)}>
          {fill(d.showAll, { count: props.sessions.length })}
        </button>
      </Show>
    </Show>
  )
}
