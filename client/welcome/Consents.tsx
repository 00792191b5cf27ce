import { revalidate } from '@solidjs/router'
import { type Accessor, createEffect, createSignal, createUniqueId, Index, onCleanup, Show } from 'solid-js'
import type { OwnConsent } from '../../server/api.ts'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { fill, t } from '../texts.ts'
import { formatDate, formatMoment } from '../ui/formatDate.ts'
import { readConsents, withdrawConsent } from './api.ts'

/** A post is out within a minute, or it takes long. */
const MOST_LOOKS = 6

/** The posts on X that the person agreed to, what became of each, and the way to cancel one that waits. */
export function Consents() {
  const consents = createReading(readConsents)
  lookAgain(consents)
  return (
    <Show when={consents()?.length}>
      <section class="subsection" aria-labelledby="consents">
        <h3 id="consents">{t.consents.title}</h3>
        <ul class="consents">
          <Index each={consents()}>{(consent) => <Consent consent={consent()} />}</Index>
        </ul>
      </section>
    </Show>
  )
}

/** Looks what has become of a post that waits: soon, then later and later. */
function lookAgain(consents: Accessor<OwnConsent[] | undefined>): void {
  let looks = 0
  createEffect(() => {
    if (!consents()?.some(({ state }) => state === 'waiting' || state === 'posting')) looks = 0
    else if (looks < MOST_LOOKS) {
      looks += 1
      const timer = setTimeout(() => void revalidate(readConsents.key), 500 * 2 ** looks)
      onCleanup(() => clearTimeout(timer))
    }
  })
}

function Consent(props: { consent: OwnConsent }) {
  const id = createUniqueId()
  const withdrawing = createWrite(withdrawConsent)
  const [outcome, setOutcome] = createSignal<string>()
  let state: HTMLParagraphElement | undefined
  const given = () => ({ date: formatMoment(props.consent.at), version: props.consent.version })
  const settled = () => (props.consent.settledAt ? formatDate(props.consent.settledAt, 'medium') : '')
  const withdraw = async () => setOutcome(await withdrawing.run(props.consent))
  return (
    <li>
      <blockquote id={id}>{props.consent.text}</blockquote>
      <p ref={state} class="consent-state" tabindex="-1" aria-live="polite">
        <span class="badge">{fill(t.consents[props.consent.state], { date: settled() })}</span>
        <Show when={outcome()}>{(words) => ` ${words()}`}</Show>
      </p>
      <p>
        <small>
          {fill(t.consents[props.consent.basis], given())}
          <Show when={props.consent.state === 'waiting' && props.consent.username}>
            {(username) => ` ${fill(t.consents.from, { username: username() })}`}
          </Show>
        </small>
      </p>
      <Show when={withdrawing.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
      <Show when={props.consent.canTakeBack}>
        <CancelPost
          of={id}
          isBusy={withdrawing.isBusy()}
          onCancel={() => void withdraw()}
          onGone={() => state?.focus()}
        />
      </Show>
    </li>
  )
}

/** `onGone` is called when the button goes while it has the focus, as when the post is out. */
function CancelPost(props: { of: string; isBusy: boolean; onCancel: () => void; onGone: () => void }) {
  let button: HTMLButtonElement | undefined
  onCleanup(() => document.activeElement === button && props.onGone())
  return (
    <button
      ref={button}
      type="button"
      class="button secondary"
      aria-describedby={props.of}
      aria-disabled={props.isBusy}
      onClick={() => props.onCancel()}
    >
      {props.isBusy ? t.consents.cancelling : t.consents.cancel}
    </button>
  )
}
