import { createAsync, useAction, useSubmission } from '@solidjs/router'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import type { OwnSession } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { formatDate, formatMoment } from '../ui/formatDate.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { endSessions, readSessions } from './api.ts'
import { deviceWords } from './deviceWords.ts'

/** The browsers that are signed in, for their owner to end those that should not be. */
export function Sessions() {
  const sessions = createAsync(() => readSessions())
  const end = useAction(endSessions)
  const submission = useSubmission(endSessions)
  const [outcome, setOutcome] = createSignal<{ text: string }>()
  const endAnd = (text: string, which: { id: string } | 'others') => {
    // What goes wrong is shown below, from the submission.
    if (submission.pending) return
    // Else the router would show an older fault again when this goes well.
    submission.clear()
    end(which).then(
      () => setOutcome({ text }),
      () => undefined,
    )
  }
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">{t.sessions.title}</h2>
      <Show when={outcome()} keyed>
        {({ text }) => <Outcome text={text} />}
      </Show>
      <Show when={submission.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
      <ul class="rows">
        <For each={sessions()}>
          {(session) => (
            <Row
              session={session}
              onEnd={() => endAnd(fill(t.sessions.ended, { device: deviceWords(session) }), session)}
            />
          )}
        </For>
      </ul>
      <Show when={(sessions()?.length ?? 0) > 1}>
        <p class="aside">
          <small>{t.sessions.why}</small>
        </p>
        <button
          type="button"
          class="button secondary"
          onClick={() => endAnd(t.sessions.endedOthers, 'others')}
        >
          {t.sessions.endOthers}
        </button>
      </Show>
    </section>
  )
}

function Row(props: { session: OwnSession; onEnd: () => void }) {
  const times = () => ({
    created: formatDate(props.session.createdAt, 'medium'),
    seen: formatMoment(props.session.lastSeenAt),
  })
  const id = createUniqueId()
  return (
    <li>
      <span class="row-text">
        <strong>{deviceWords(props.session)}</strong>
        <small id={id}>{fill(t.sessions.seen, times())}</small>
      </span>
      <Show when={!props.session.isCurrent} fallback={<span class="badge">{t.sessions.current}</span>}>
        <button type="button" class="button secondary" aria-describedby={id} onClick={() => props.onEnd()}>
          {t.sessions.end}
          <span class="visually-hidden"> {deviceWords(props.session)}</span>
        </button>
      </Show>
    </li>
  )
}
