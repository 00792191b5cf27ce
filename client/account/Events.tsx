import { createAsync } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { AccountEvent } from '../../server/api.ts'
import { readEvents } from '../api.ts'
import { fill, t } from '../texts.ts'
import { formatMoment } from '../ui/formatDate.ts'
import { eventWords } from './eventWords.ts'

/** What was done lately with the account: whoever sees something that was not them knows that it is time to act. */
export function Events() {
  const events = createAsync(() => readEvents())
  return (
    <Show when={events()}>
      {(known) => (
        <details class="card events">
          <summary>
            <h2>{t.account.activity}</h2>
          </summary>
          <p>
            <small>{t.account.activityWarning}</small>
          </p>
          <ul>
            <For each={known()}>{(event) => <Happening event={event} />}</For>
          </ul>
        </details>
      )}
    </Show>
  )
}

function Happening(props: { event: AccountEvent }) {
  return (
    <li>
      {eventWords(props.event)}
      <small>
        {formatMoment(props.event.at)}
        <Show when={props.event.from}>{(from) => fill(t.account.from, { network: from() })}</Show>
      </small>
    </li>
  )
}
