import { createEffect, Index, onCleanup, Show } from 'solid-js'
import type { DeletionStep } from '../../server/api.ts'
import { revalidate } from '../query.ts'
import { fill, t } from '../texts.ts'
import { readDeletion } from './api.ts'

const LOOK_EVERY_MS = 2_000

/** Where people remove the site's access themselves, by label of the provider. */
const GRANT_PAGES: Readonly<Record<string, string>> = { GitHub: 'github.com/settings/applications' }

/** The state of each step of a deletion. Reads it again every 2 s while a step waits. */
export function DeletionSteps(props: { steps: DeletionStep[] }) {
  const isGone = () => props.steps.every(({ what, state }) => what !== 'account' || state === 'done')
  createEffect(() => {
    if (props.steps.every(({ state }) => state !== 'waiting')) return
    const timer = setTimeout(() => void revalidate(readDeletion.key), LOOK_EVERY_MS)
    onCleanup(() => clearTimeout(timer))
  })
  return (
    <section class="card" aria-labelledby="deletion-steps">
      <h2 id="deletion-steps" aria-live="polite">
        {isGone() ? t.deletion.deleted : t.deletion.leaving}
      </h2>
      <ol class="steps">
        <Index each={props.steps}>{(step) => <Step step={step()} />}</Index>
      </ol>
    </section>
  )
}

function Step(props: { step: DeletionStep }) {
  const provider = () => props.step.provider ?? ''
  return (
    <li data-state={props.step.state}>
      <span>{fill(wordsFor(props.step), { provider: provider() })}</span>
      {/* The symbol and the words above tell sighted people that it is done. */}
      <small aria-live="polite" classList={{ 'visually-hidden': props.step.state === 'done' }}>
        {t.deletion.states[props.step.state]}
        <Show when={props.step.what === 'grant' && adviceFor(props.step)}>{(advice) => `. ${advice()}`}</Show>
      </small>
    </li>
  )
}

function wordsFor({ what, state }: DeletionStep): string {
  const { steps, stepsAhead, stepsFailed } = t.deletion
  if (state === 'done') return steps[what]
  const isOver = state !== 'waiting' && (what === 'grant' || what === 'farewell')
  return isOver ? stepsFailed[what] : stepsAhead[what]
}

function adviceFor({ state, provider: label }: DeletionStep): string {
  const provider = label ?? ''
  if (state === 'failed') return fill(t.deletion.grantFailed, { provider })
  if (state !== 'impossible') return ''
  const place = GRANT_PAGES[provider]
  return place
    ? fill(t.deletion.grantImpossible, { provider, place })
    : fill(t.deletion.grantFailed, { provider })
}
