import { createAsync, useLocation } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { readSession } from '../api.ts'
import { fill, t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { Outcome } from '../ui/Outcome.tsx'
import { readPendingAddress } from './api.ts'
import { CodeForm } from './CodeForm.tsx'
import { whenConfirmed } from './whenConfirmed.ts'

/** Where the link in the mail leads: the code is filled in, and one presses the button. Looking at it confirms nothing. */
export default function Confirm() {
  const session = createAsync(() => readSession())
  return (
    <div class="page">
      <Brand />
      <Heading title={t.address.pageTitle}>{t.address.pageHeading}</Heading>
      <Show when={session()}>
        {(known) => (
          <Show when={known().user} fallback={<Elsewhere />}>
            <Pending />
          </Show>
        )}
      </Show>
      <p>
        <a href="/account">{t.signin.account}</a>
      </p>
    </div>
  )
}

function Pending() {
  const pending = createAsync(() => readPendingAddress())
  const [confirmed, setConfirmed] = createSignal<string>()
  const [fault, setFault] = createSignal<string>()
  const session = createAsync(() => readSession())
  whenConfirmed(pending, () => session()?.user, setConfirmed)
  return (
    <Show
      when={!confirmed()}
      fallback={<Outcome text={fill(t.address.done, { email: confirmed() ?? '' })} />}
    >
      <Show when={pending()} fallback={<Elsewhere fault={fault()} />}>
        {(email) => (
          <>
            <p>{fill(t.address.pageWhy, { email: email() })}</p>
            <CodeForm code={codeInLink()} fault={fault()} onFault={setFault} />
          </>
        )}
      </Show>
    </Show>
  )
}

/** For whoever opened the link in another browser, or too late. */
function Elsewhere(props: { fault?: string | undefined }) {
  return (
    <>
      <Show when={props.fault}>{(words) => <Outcome text={words()} />}</Show>
      <p>{t.address.elsewhere}</p>
      <Show when={codeInLink()}>{(code) => <p>{fill(t.address.typeThere, { code: code() })}</p>}</Show>
    </>
  )
}

/** It stands behind the `#`, which browsers keep to themselves: no server or proxy sees it. */
function codeInLink(): string | undefined {
  return /^#code=(\d{6})$/.exec(useLocation().hash)?.[1]
}
