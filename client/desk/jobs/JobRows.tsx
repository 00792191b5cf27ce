import { For, Show } from 'solid-js'
import type { DeskJob } from '../../../server/deskApi.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { formatAgo, formatMoment } from '../../ui/formatDate.ts'
import { deskTexts } from '../deskTexts.ts'
import { JobActions } from './JobActions.tsx'

/** A list of jobs and dead letters, each with its reason and the actions on it. */
export function JobRows(props: { jobs: readonly DeskJob[]; label: string; isOfPerson?: boolean }) {
  return (
    <ul class="desk-rows jobs" aria-label={props.label}>
      <For each={props.jobs}>
        {(job) => (
          <li>
            <span>
              <code>{job.task}</code>{' '}
              <span class="badge" classList={{ warn: job.state === 'dead' }}>
                {deskTexts().queue[job.state]}
              </span>
              <Show when={job.reason}>{(reason) => <span class="reason">{reason()}</span>}</Show>
            </span>
            <small class="facts" title={formatMoment(job.enqueuedAt)}>
              <For each={factsOf(job)}>{(fact) => <span>{fact}</span>}</For>
              <Show when={!props.isOfPerson}>
                <Owner userId={job.userId} />
              </Show>
            </small>
            <Show when={job.state === 'dead'}>
              <JobActions job={job} />
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

function factsOf(job: DeskJob): string[] {
  const { queue } = deskTexts()
  return [
    fill(queue.tries, { count: job.attempts }),
    ...(job.state === 'waiting' ? [nextTry(job)] : []),
    fill(queue.enqueued, { time: formatAgo(job.enqueuedAt, Date.now()) }),
  ]
}

function nextTry({ runAt }: DeskJob): string {
  const { queue } = deskTexts()
  return Date.parse(runAt) <= Date.now() ? queue.soon : fill(queue.nextTry, { time: formatMoment(runAt) })
}

function Owner(props: Pick<DeskJob, 'userId'>) {
  const d = deskTexts()
  return (
    <Show when={props.userId} fallback={<span>{d.queue.ofNobody}</span>}>
      {(id) => (
        <span>
          <a href={at(`/desk/people/${encodeURIComponent(id())}`)}>{d.queue.toPerson}</a>
        </span>
      )}
    </Show>
  )
}
