import { revalidate } from '@solidjs/router'
import { createEffect, Index, onCleanup, Show } from 'solid-js'
import type { DeletionStep } from '../../server/api.ts'
import { readDeletion } from '../api.ts'
import { fill, t } from '../texts.ts'
import './deletion.css'

const LOOK_EVERY_MS = 2_000

/** What has become of each part of a deletion; looks again until nothing is under way. */
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
      <span>{fill(t.deletion.steps[props.step.what], { provider: provider() })}</span>
      <small aria-live="polite">
        {t.deletion.states[props.step.state]}
        <Show when={props.step.what === 'grant' && props.step.state === 'failed'}>
          . {fill(t.deletion.grantFailed, { provider: provider() })}
        </Show>
      </small>
    </li>
  )
}
