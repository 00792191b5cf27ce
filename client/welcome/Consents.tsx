import { createAsync, revalidate, useAction, useSubmission } from '@solidjs/router'
import { type Accessor, createEffect, createSignal, createUniqueId, Index, onCleanup, Show } from 'solid-js'
import type { OwnConsent } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { formatDate, formatMoment } from '../ui/formatDate.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { readConsents, takeBackConsent } from './api.ts'
import './consents.css'

/** Within a minute the post is out, or it takes long. */
const MOST_LOOKS = 6

/** What one has agreed to post, what became of it, and the way to take it back while there is one. */
export function Consents() {
  // What is known stays when looking again fails.
  const consents = createAsync((known: OwnConsent[] | undefined) =>
    readConsents().catch((error) => known ?? Promise.reject(error)),
  )
  lookAgain(consents)
  const takeBack = useAction(takeBackConsent)
  const submission = useSubmission(takeBackConsent)
  const [outcome, setOutcome] = createSignal<{ text: string }>()
  const take = (consent: OwnConsent) => {
    // What goes wrong is shown below, from the submission.
    if (submission.pending) return
    // Else the router would show an older fault again when this goes well.
    submission.clear()
    takeBack(consent).then(
      (text) => setOutcome({ text }),
      () => undefined,
    )
  }
  return (
    <Show when={consents()?.length}>
      <section class="card" aria-labelledby="consents">
        <h2 id="consents">{t.consents.title}</h2>
        <Show when={outcome()} keyed>
          {({ text }) => <Outcome text={text} />}
        </Show>
        <Show when={submission.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
        <ul class="consents">
          <Index each={consents()}>
            {(consent) => <Consent consent={consent()} onTakeBack={() => take(consent())} />}
          </Index>
        </ul>
      </section>
    </Show>
  )
}

/** Looks what has become of a post that waits: soon, then later and later. */
function lookAgain(consents: Accessor<OwnConsent[] | undefined>): void {
  let looks = 0
  createEffect(() => {
    if (!consents()?.some(({ state }) => state === 'waiting')) looks = 0
    else if (looks < MOST_LOOKS) {
      looks += 1
      const timer = setTimeout(() => void revalidate(readConsents.key), 500 * 2 ** looks)
      onCleanup(() => clearTimeout(timer))
    }
  })
}

function Consent(props: { consent: OwnConsent; onTakeBack: () => void }) {
  const given = () => ({ date: formatMoment(props.consent.at), version: props.consent.version })
  const settled = () => (props.consent.settledAt ? formatDate(props.consent.settledAt, 'medium') : '')
  const id = createUniqueId()
  let state: HTMLParagraphElement | undefined
  return (
    <li>
      <blockquote id={id}>{props.consent.text}</blockquote>
      <p ref={state} class="badge" tabindex="-1" aria-live="polite">
        {fill(t.consents[props.consent.state], { date: settled() })}
      </p>
      <p>
        <small>
          {fill(t.consents[props.consent.basis], given())}
          <Show when={props.consent.state === 'waiting' && props.consent.username}>
            {(username) => ` ${fill(t.consents.from, { username: username() })}`}
          </Show>
        </small>
      </p>
      <Show when={props.consent.canTakeBack}>
        <TakeBack of={id} onTakeBack={() => props.onTakeBack()} onGone={() => state?.focus()} />
      </Show>
    </li>
  )
}

/** `onGone`: it went with the focus on it, as when the post is out. */
function TakeBack(props: { of: string; onTakeBack: () => void; onGone: () => void }) {
  let button: HTMLButtonElement | undefined
  onCleanup(() => document.activeElement === button && props.onGone())
  return (
    <button
      ref={button}
      type="button"
      class="button secondary"
      aria-describedby={props.of}
      onClick={() => props.onTakeBack()}
    >
      {t.consents.takeBack}
    </button>
  )
}
