import { createSignal, Show } from 'solid-js'
import type { Connection } from '../../server/api.ts'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { revalidate } from '../query.ts'
import { ChangeFault } from '../signin/SignInAgain.tsx'
import { fill, t } from '../texts.ts'
import { Banner } from '../ui/Banner.tsx'
import { Outcome } from '../ui/Outcome.tsx'
import { endSessions, readSessions } from './api.ts'

/** Offers to sign out other devices, if there are any, after the connections or the address changed (ASVS 7.4.3). */
export function SignOutOffer(props: { connected: Connection | undefined; onDone: () => void }) {
  const sessions = createReading(readSessions)
  const [isDone, setDone] = createSignal(false)
  const hasOthers = () => (sessions() ?? []).some(({ isCurrent }) => !isCurrent)
  const told = () => props.connected && fill(t.connections.connectedNow, { provider: props.connected.label })
  return (
    <>
      <Show when={told()}>
        <p class="outcome" role="status">
          {told()}
        </p>
      </Show>
      <Show when={isDone()}>
        <Outcome text={t.sessions.endedOthers} />
      </Show>
      <Show when={hasOthers() && !isDone()}>
        <Offer
          onEnded={() => {
            setDone(true)
            void revalidate(readSessions.key)
          }}
          onKept={() => props.onDone()}
        />
      </Show>
    </>
  )
}

function Offer(props: { onEnded: () => void; onKept: () => void }) {
  const ending = createWrite(endSessions)
  const end = async () => {
    if (await ending.run('others')) props.onEnded()
  }
  return (
    <Banner title={t.sessions.offerTitle} text={t.sessions.offerWhy}>
      <ChangeFault fault={ending.fault()} section="#devices" />
      <div class="actions">
        <button type="button" class="button" aria-disabled={ending.isBusy()} onClick={() => void end()}>
          {ending.isBusy() ? t.sessions.ending : t.sessions.endOthers}
        </button>
        <button type="button" class="button secondary" onClick={() => props.onKept()}>
          {t.sessions.offerDecline}
        </button>
      </div>
    </Banner>
  )
}
