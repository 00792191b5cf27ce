import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { createReading } from '../../createReading.ts'
import { at } from '../../site.ts'
import { Heading } from '../../ui/Heading.tsx'
import { Outcome } from '../../ui/Outcome.tsx'
import { type JobFilter, readOverview } from '../api.ts'
import { DeskPart } from '../DeskPart.tsx'
import { deskTexts } from '../deskTexts.ts'
import { AllOfTask } from './AllOfTask.tsx'
import { JobList } from './JobList.tsx'

/** The page with the waiting jobs and the dead letters. */
export function Jobs() {
  const d = deskTexts()
  const [asked] = useSearchParams<{ state: string; task: string }>()
  const state = () => (asked.state === 'dead' ? 'dead' : 'waiting')
  const task = () => asked.task ?? ''
  return (
    <>
      <Heading title={d.jobs}>{d.jobs}</Heading>
      <DeskPart>
        <Counted state={state()} task={task()} />
      </DeskPart>
    </>
  )
}

function Counted(props: JobFilter) {
  const { queue } = deskTexts()
  const overview = createReading(readOverview)
  const [outcome, setOutcome] = createSignal<string>()
  const counts = () => overview()?.jobs ?? []
  const countOf = (state: JobFilter['state']) => counts().reduce((sum, one) => sum + one[state], 0)
  const dead = () => counts().find(({ task }) => task === props.task)?.dead ?? 0
  return (
    <>
      <nav class="filters" aria-label={queue.state}>
        <For each={['waiting', 'dead'] as const}>
          {(state) => (
            <a
              href={at(pathOf({ state, task: props.task }))}
              aria-current={props.state === state ? 'true' : undefined}
            >
              {queue.states[state]} <span class="count">{countOf(state)}</span>
            </a>
          )}
        </For>
      </nav>
      <TaskChoice {...props} tasks={counts().map(({ task }) => task)} />
      <Show when={outcome()} keyed>
        {(words) => <Outcome text={words} />}
      </Show>
      <Show when={props.state === 'dead' && dead() > 0}>
        <AllOfTask task={props.task} count={dead()} onDone={setOutcome} />
      </Show>
      <Show when={JSON.stringify([props.state, props.task])} keyed>
        <DeskPart>
          <JobList state={props.state} task={props.task} />
        </DeskPart>
      </Show>
    </>
  )
}

function TaskChoice(props: JobFilter & { tasks: readonly string[] }) {
  const { queue } = deskTexts()
  const navigate = useNavigate()
  const all = () => [...new Set([...(props.task ? [props.task] : []), ...props.tasks])].sort()
  return (
    <div class="field task-choice">
      <label for="job-task">{queue.task}</label>
      <select
        id="job-task"
        onChange={(event) => navigate(pathOf({ state: props.state, task: event.currentTarget.value }))}
      >
        <option value="">{queue.allTasks}</option>
        <For each={all()}>
          {(task) => (
            <option value={task} selected={task === props.task}>
              {task}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}

function pathOf({ state, task }: JobFilter): string {
  const query = new URLSearchParams({ ...(state === 'dead' && { state }), ...(task && { task }) }).toString()
  return `/desk/jobs${query && `?${query}`}`
}
