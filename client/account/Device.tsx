import { createUniqueId, Show } from 'solid-js'
import type { OwnSession } from '../../server/api.ts'
import { createWrite } from '../createWrite.ts'
import { ChangeFault } from '../signin/SignInAgain.tsx'
import { fill, t } from '../texts.ts'
import { formatAgo, formatDate, formatMoment } from '../ui/formatDate.ts'
import { endSessions } from './api.ts'
import { deviceWords } from './deviceWords.ts'

/** The page shows a session as active for this long after its last visit. The server stores visits once an hour. */
const ACTIVE_MS = 3_600_000

interface DeviceProps {
  session: OwnSession
  isEnded: boolean
  onEnded: () => void
}

/** A row for a session: its browser, a button that ends it, and then the outcome. */
export function Device(props: DeviceProps) {
  const id = createUniqueId()
  const ending = createWrite(endSessions)
  const end = async () => {
    if (await ending.run(props.session)) props.onEnded()
  }
  return (
    <li classList={{ ended: props.isEnded }}>
      <span class="row-text">
        <strong>{deviceWords(props.session)}</strong>{' '}
        <Show when={props.session.isCurrent}>
          <span class="badge">{t.sessions.current}</span>
        </Show>
        <small class="facts" id={id}>
          <LastSeen session={props.session} />
        </small>
      </span>
      <Show when={!props.session.isCurrent}>
        <Show
          when={!props.isEnded}
          fallback={
            <span class="badge" role="status" tabindex="-1">
              {t.sessions.ended}
            </span>
          }
        >
          <EndButton
            device={deviceWords(props.session)}
            describedBy={id}
            isBusy={ending.isBusy()}
            onEnd={() => void end()}
          />
        </Show>
      </Show>
      <ChangeFault fault={ending.fault()} section="#devices" />
    </li>
  )
}

function EndButton(props: { device: string; describedBy: string; isBusy: boolean; onEnd: () => void }) {
  return (
    <button
      type="button"
      class="button secondary"
      aria-describedby={props.describedBy}
      aria-busy={props.isBusy}
      aria-disabled={props.isBusy}
      onClick={() => props.onEnd()}
    >
      {props.isBusy ? t.sessions.ending : t.sessions.end}
      <span class="visually-hidden"> {props.device}</span>
    </button>
  )
}

/** For example "Active now · Signed in 3 May 2026 · 192.0.2.0/24". CSS adds the dots; hovering shows the exact time. */
function LastSeen(props: { session: OwnSession }) {
  const isActive = () =>
    props.session.isCurrent || Date.now() - Date.parse(props.session.lastSeenAt) < ACTIVE_MS
  const seen = () =>
    isActive()
      ? t.sessions.activeNow
      : fill(t.sessions.lastActive, { time: formatAgo(props.session.lastSeenAt, Date.now()) })
  const since = () => fill(t.sessions.signedIn, { date: formatDate(props.session.createdAt, 'medium') })
  return (
    <>
      <time
        classList={{ active: isActive() }}
        dateTime={props.session.lastSeenAt}
        title={formatMoment(props.session.lastSeenAt)}
      >
        {seen()}
      </time>
      <span>{since()}</span>
      <Show when={props.session.network}>{(network) => <span>{network()}</span>}</Show>
    </>
  )
}
