import { createSignal, For, Show } from 'solid-js'
import type { AccountEvent } from '../../../server/api.ts'
import { noteWords } from '../../account/eventWords.ts'
import { fill } from '../../texts.ts'
import { Moment } from '../../ui/Moment.tsx'
import { deskTexts } from '../deskTexts.ts'
import { deedWords } from './deedWords.ts'

const SHOWN_AT_FIRST = 8

/** The events of the account, by its owner and by operators. */
export function Activity(props: { events: readonly AccountEvent[] }) {
  const { person: d } = deskTexts()
  const [showsAll, setShowsAll] = createSignal(false)
  const shown = () => (showsAll() ? props.events : props.events.slice(0, SHOWN_AT_FIRST))
  return (
    <>
      <Show when={props.events.length > 0} fallback={<p class="quiet">{d.noActivity}</p>}>
        <ul class="desk-rows">
          <For each={shown()}>{(event) => <EventRow event={event} />}</For>
        </ul>
      </Show>
      <Show when={props.events.length > shown().length}>
        <button type="button" class="quiet-button" onClick={() => setShowsAll(true)}>
          {fill(d.showAll, { count: props.events.length })}
        </button>
      </Show>
      <small>{d.activityHint}</small>
    </>
  )
}

function EventRow(props: { event: AccountEvent }) {
  const isFailed = () => props.event.outcome !== 'done' && props.event.by === null
  return (
    <li classList={{ 'by-operator': props.event.by === 'operator' }}>
      <span>
        {deedWords(props.event)}
        <Show when={isFailed()}>
          {' '}
          <code>{props.event.outcome}</code>
        </Show>
        <Show when={noteWords(props.event)}>{(note) => <small class="reason">{note()}</small>}</Show>
      </span>
      <small class="facts">
        <Moment at={props.event.at} />
        <Show when={props.event.from}>{(network) => <span>{network()}</span>}</Show>
      </small>
    </li>
  )
}
