import { createSignal, Show } from 'solid-js'
import type { DeskJob } from '../../../server/deskApi.ts'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { changeJob, type JobAction } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { FormButtons } from '../FormButtons.tsx'
import { WriteFault } from '../WriteFault.tsx'

/** Buttons that retry or discard a dead letter. Its row stays in the list and shows the outcome. */
export function JobActions(props: { job: DeskJob }) {
  const { queue } = deskTexts()
  const [asks, setAsks] = createSignal(false)
  const [outcome, setOutcome] = createSignal<string>()
  const writing = createWrite(changeJob)
  const run = async (action: JobAction) => {
    const isDone = await writing.run(props.job.id, action)
    setAsks(false)
    if (isDone) setOutcome(action === 'retry' ? queue.retried : queue.discarded)
  }
  const submit = (event: SubmitEvent, action: JobAction) => {
    event.preventDefault()
    void run(action)
  }
  const pathOf = (action: JobAction) => at(`/api/desk/jobs/${encodeURIComponent(props.job.id)}/${action}`)
  return (
    <Show when={!outcome()} fallback={<Settled words={outcome() ?? ''} />}>
      <form
        class="actions"
        action={pathOf('retry')}
        method="post"
        onSubmit={(event) => submit(event, 'retry')}
      >
        <button type="submit" class="button secondary" aria-disabled={writing.isBusy()}>
          {queue.retry}
          <span class="visually-hidden"> {props.job.task}</span>
        </button>
        <button type="button" class="button secondary" onClick={() => setAsks(true)}>
          {queue.discard}
          <span class="visually-hidden"> {props.job.task}</span>
        </button>
      </form>
      <WriteFault fault={writing.fault()} />
      <Show when={asks()}>
        <DiscardDialog
          task={props.job.task}
          path={pathOf('discard')}
          isBusy={writing.isBusy()}
          onSubmit={(event) => submit(event, 'discard')}
          onCancel={() => setAsks(false)}
        />
      </Show>
    </Show>
  )
}

function DiscardDialog(props: {
  task: string
  path: string
  isBusy: boolean
  onSubmit: (event: SubmitEvent) => void
  onCancel: () => void
}) {
  const { queue } = deskTexts()
  return (
    <Dialog title={queue.discardTitle} onClose={() => props.onCancel()}>
      <form class="form" action={props.path} method="post" onSubmit={(event) => props.onSubmit(event)}>
        <p>{fill(queue.discardWhat, { task: props.task })}</p>
        <FormButtons words={queue.discard} isBusy={props.isBusy} isDestructive onCancel={props.onCancel} />
      </form>
    </Dialog>
  )
}

/** The outcome. It takes the focus, because the focused button has disappeared. */
function Settled(props: { words: string }) {
  return (
    <span class="badge" role="status" tabindex="-1" ref={(element) => queueMicrotask(() => element.focus())}>
      {props.words}
    </span>
  )
}
