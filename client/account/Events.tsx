import { createSignal, For, Show } from 'solid-js'
import type { AccountEvent } from '../../server/api.ts'
import { createReading } from '../createReading.ts'
import { fill, t } from '../texts.ts'
import { Moment } from '../ui/Moment.tsx'
import { readEvents } from './api.ts'
import { eventWords, noteWords } from './eventWords.ts'

/** How many events the list shows at first. */
const SHOWN_AT_FIRST = 5

/** The latest events of the account, so that its owner notices actions of other people. */
export function Events() {
  const events = createReading(readEvents)
  const [showsAll, setShowsAll] = createSignal(false)
  const all = () => events() ?? []
  const shown = () => (showsAll() ? all() : all().slice(0, SHOWN_AT_FIRST))
  return (
    <section class="subsection" aria-labelledby="recent-activity">
      <h3 id="recent-activity">{t.account.recent}</h3>
      <ul class="rows events">
        <For each={shown()}>{(event) => <EventRow event={event} />}</For>
      </ul>
      <Show when={all().length > shown().length}>
        <button type="button" class="quiet-button" onClick={() => setShowsAll(true)}>
          {fill(t.account.showAll, { count: all().length })}
        </button>
      </Show>
      <p class="aside">
        <small>{t.account.activityWarning}</small>
      </p>
    </section>
  )
}

function EventRow(props: { event: AccountEvent }) {
  return (
    <li>
      <span class="row-text">
        {eventWords(props.event)}
        <Show when={noteWords(props.event)}>{(note) => <small>{note()}</small>}</Show>
        <small class="facts">
          <Moment at={props.event.at} />
          <Show when={props.event.from}>{(network) => <span>{network()}</span>}</Show>
        </small>
      </span>
    </li>
  )
}
