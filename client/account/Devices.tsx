import { createSignal, For, Show } from 'solid-js'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { SignInAgainFor } from '../signin/SignInAgain.tsx'
import { fill, t } from '../texts.ts'
import { endSessions, readSessions } from './api.ts'
import { Device } from './Device.tsx'

/** So many devices are shown at first. */
const SHOWN_AT_FIRST = 3

/** The browsers that are signed in, for their owner to sign out. One that was signed out stays until the next visit. */
export function Devices() {
  const sessions = createReading(readSessions)
  const [ended, setEnded] = createSignal<ReadonlySet<string>>(new Set())
  const [showsAll, setShowsAll] = createSignal(false)
  const all = () => sessions() ?? []
  const shown = () => (showsAll() ? all() : all().slice(0, SHOWN_AT_FIRST))
  const others = () => all().filter(({ id, isCurrent }) => !isCurrent && !ended().has(id))
  const end = (...ids: string[]) => setEnded(new Set([...ended(), ...ids]))
  let list: HTMLUListElement | undefined
  return (
    <>
      <ul class="rows" ref={list}>
        <For each={shown()}>
          {(session) => (
            <Device
              session={session}
              isEnded={ended().has(session.id)}
              onEnded={() => {
                const next = nextButton(list)
                end(session.id)
                next()
              }}
            />
          )}
        </For>
      </ul>
      <Show when={all().length > shown().length}>
        <button type="button" class="quiet-button" onClick={() => setShowsAll(true)}>
          {fill(t.account.showAll, { count: all().length })}
        </button>
      </Show>
      <Show when={all().length > 1}>
        <p class="aside">
          <small>{t.sessions.why}</small>
        </p>
        <SignOutOthers hasOthers={others().length > 0} onEnded={() => end(...others().map(({ id }) => id))} />
      </Show>
    </>
  )
}

function SignOutOthers(props: { hasOthers: boolean; onEnded: () => void }) {
  const ending = createWrite(endSessions)
  const end = async () => {
    if (props.hasOthers && (await ending.run('others'))) props.onEnded()
  }
  return (
    <>
      <Show when={ending.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
      <SignInAgainFor fault={ending.fault()} section="#devices" />
      <div class="actions">
        {/* It stays when it has nothing more to do: it has the focus. */}
        <button
          type="button"
          class="button secondary"
          aria-disabled={ending.isBusy() || !props.hasOthers}
          onClick={() => void end()}
        >
          {ending.isBusy() ? t.sessions.ending : t.sessions.endOthers}
        </button>
      </div>
      <p class="visually-hidden" role="status">
        {props.hasOthers ? '' : t.sessions.endedOthers}
      </p>
    </>
  )
}

/** The focus goes to the next row's button, else to the one before; found before the row changes. */
function nextButton(list: HTMLUListElement | undefined): () => void {
  const buttons = [...(list?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
  const here = buttons.findIndex((button) => button === document.activeElement || button.ariaBusy === 'true')
  const next = buttons[here + 1] ?? buttons[here - 1]
  const row = buttons[here]?.closest('li')
  return () => (next ?? row?.querySelector<HTMLElement>('[tabindex]'))?.focus()
}
