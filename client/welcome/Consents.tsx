import { type Accessor, createEffect, createSignal, createUniqueId, Index, onCleanup, Show } from 'solid-js'
import type { OwnConsent } from '../../server/api.ts'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { revalidate } from '../query.ts'
import { fill, t } from '../texts.ts'
import { formatDate, formatMoment } from '../ui/formatDate.ts'
import { readConsents, withdrawConsent } from './api.ts'

/** How often the page reads the consents again: for about a minute, in which most posts are done. */
const MOST_LOOKS = 6

/** The consents to posts on X, each with its state, and a button that cancels a waiting post. */
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

/** While a post waits, reads the consents again, after 1 s and then at growing intervals. */
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

/** Calls `onGone` when the button disappears while it has the focus, for example because the post was sent. */
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
