import { createSignal, For, Show } from 'solid-js'
import { createReading } from '../createReading.ts'
import { createWrite } from '../createWrite.ts'
import { ChangeFault } from '../signin/SignInAgain.tsx'
import { fill, t } from '../texts.ts'
import { endSessions, readSessions } from './api.ts'
import { Device } from './Device.tsx'

/** How many devices the list shows at first. */
const SHOWN_AT_FIRST = 3

/** The sessions of the account, with buttons that end them. An ended session stays in the list until the next visit. */
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
      <ChangeFault fault={ending.fault()} section="#devices" />
      <div class="actions">
        {/* The button stays when no other session is left, because it has the focus. */}
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

/**
 * Finds the button of the next row, or else of the row before. Call it before the row changes; the returned function
 * moves the focus there, or to the row's own text.
 */
function nextButton(list: HTMLUListElement | undefined): () => void {
  const buttons = [...(list?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
  const here = buttons.findIndex((button) => button === document.activeElement || button.ariaBusy === 'true')
  const next = buttons[here + 1] ?? buttons[here - 1]
  const row = buttons[here]?.closest('li')
  return () => (next ?? row?.querySelector<HTMLElement>('[tabindex]'))?.focus()
}
