import { createSignal, Show } from 'solid-js'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { changeAllJobs, type JobAction } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { FormButtons } from '../FormButtons.tsx'
import { WriteFault } from '../WriteFault.tsx'

/** Buttons that retry or discard all dead letters of a task, after a dialog. `onDone` gets words about the outcome. */
export function AllOfTask(props: { task: string; count: number; onDone: (words: string) => void }) {
  const { queue } = deskTexts()
  const [asked, setAsked] = createSignal<JobAction>()
  const gaps = () => ({ task: props.task, count: props.count })
  return (
    <div class="actions">
      <button type="button" class="button secondary" onClick={() => setAsked('retry')}>
        {fill(queue.retryAll, gaps())}
      </button>
      <button type="button" class="button secondary" onClick={() => setAsked('discard')}>
        {fill(queue.discardAll, gaps())}
      </button>
      <Show when={asked()} keyed>
        {(action) => (
          <Dialog
            title={fill(action === 'retry' ? queue.retryAllTitle : queue.discardAllTitle, gaps())}
            onClose={() => setAsked(undefined)}
          >
            <Confirmation
              {...gaps()}
              action={action}
              onCancel={() => setAsked(undefined)}
              onDone={props.onDone}
            />
          </Dialog>
        )}
      </Show>
    </div>
  )
}

function Confirmation(props: {
  task: string
  count: number
  action: JobAction
  onCancel: () => void
  onDone: (words: string) => void
}) {
  const { queue } = deskTexts()
  const writing = createWrite(changeAllJobs)
  const isRetry = () => props.action === 'retry'
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!(await writing.run(props.task, props.action))) return
    props.onCancel()
    props.onDone(isRetry() ? queue.allRetried : queue.allDiscarded)
  }
  return (
    <form
      class="form"
      action={at(`/api/desk/jobs/${props.action}`)}
      method="post"
      onSubmit={(event) => void submit(event)}
    >
      <input type="hidden" name="task" value={props.task} />
      <p>{fill(isRetry() ? queue.retryAllWhat : queue.discardAllWhat, { count: props.count })}</p>
      <WriteFault fault={writing.fault()} />
      <FormButtons
        words={isRetry() ? queue.retry : queue.discard}
        isBusy={writing.isBusy()}
        isDestructive={!isRetry()}
        onCancel={props.onCancel}
      />
    </form>
  )
}
