import { createSignal, Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { createReading } from '../createReading.ts'
import { readSession } from '../readSession.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { Outcome } from '../ui/Outcome.tsx'
import { readPendingAddress } from './api.ts'
import { CodeForm } from './CodeForm.tsx'
import { whenVerified } from './whenVerified.ts'

/** The page that the link in the mail opens. It fills in the code; only its button verifies the address. */
export function Confirm() {
  const session = createReading(readSession)
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
        <a href={at('/account')}>{t.signin.account}</a>
      </p>
    </div>
  )
}

function Pending() {
  const pending = createReading(readPendingAddress)
  const session = createReading(readSession)
  const [verified, setVerified] = createSignal<string>()
  const [fault, setFault] = createSignal<ServerFault>()
  whenVerified(pending, () => session()?.user, setVerified)
  return (
    <Show when={!verified()} fallback={<Outcome text={fill(t.address.done, { email: verified() ?? '' })} />}>
      <Show when={pending()} fallback={<Elsewhere fault={fault()?.message} />}>
        {(email) => (
          <>
            <p>{fill(t.address.pageWhy, { email: email() })}</p>
            <CodeForm code={codeInLink()} onFault={setFault} />
          </>
        )}
      </Show>
    </Show>
  )
}

/** The page when the link was opened in another browser, or too late. */
function Elsewhere(props: { fault?: string | undefined }) {
  return (
    <>
      <Show when={props.fault}>{(words) => <Outcome text={words()} />}</Show>
      <p>{t.address.elsewhere}</p>
      <Show when={codeInLink()}>
        {(code) => (
          <p>
            {t.address.typeThere} <strong class="shown-code">{code()}</strong>
          </p>
        )}
      </Show>
    </>
  )
}

/** The code after the `#` of the link. Browsers do not send this part, so no server or proxy logs the code. */
function codeInLink(): string | undefined {
  return /^#code=(\d{6})$/.exec(window.location.hash)?.[1]
}
