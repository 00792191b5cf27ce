import { For, Show } from 'solid-js'
import type { DeskConsent } from '../../../server/deskApi.ts'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { formatMoment } from '../../ui/formatDate.ts'
import { settlePost } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { WriteFault } from '../WriteFault.tsx'

/** The consents of the person to posts on X. For an unknown outcome, the operator says whether the post is on X. */
export function Posts(props: { userId: string; consents: readonly DeskConsent[] }) {
  const { consents: d } = deskTexts()
  return (
    <ul class="consents">
      <For each={props.consents}>
        {(consent) => (
          <li>
            <blockquote>{consent.text}</blockquote>
            <p>
              <span class="badge">{d.states[consent.state]}</span>{' '}
              <small>{fill(d.agreed, { date: formatMoment(consent.at) })}</small>
            </p>
            <Show when={consent.state === 'unknown'}>
              <Settling userId={props.userId} consent={consent} />
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

function Settling(props: { userId: string; consent: DeskConsent }) {
  const { consents: d } = deskTexts()
  const settling = createWrite(settlePost)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.submitter instanceof HTMLButtonElement)) return
    void settling.run(props.userId, props.consent.uid, event.submitter.value)
  }
  const path = () =>
    `/api/desk/tweets/${encodeURIComponent(props.userId)}/${encodeURIComponent(props.consent.uid)}/settle`
  return (
    <form class="form" action={at(path())} method="post" onSubmit={submit}>
      <p>{d.unknown}</p>
      <Show when={props.consent.username}>
        {(username) => (
          <a href={`https://x.com/${encodeURIComponent(username())}`} rel="noreferrer">
            {fill(d.timeline, { username: username() })}
          </a>
        )}
      </Show>
      <WriteFault fault={settling.fault()} />
      <div class="actions">
        <button
          type="submit"
          name="posted"
          value="yes"
          class="button secondary"
          aria-disabled={settling.isBusy()}
        >
          {d.posted}
        </button>
        <button
          type="submit"
          name="posted"
          value="no"
          class="button secondary"
          aria-disabled={settling.isBusy()}
        >
          {d.notPosted}
        </button>
      </div>
    </form>
  )
}
