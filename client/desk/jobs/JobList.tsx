import { Show } from 'solid-js'
import { type JobFilter, readJobs } from '../api.ts'
import { createPages } from '../createPages.ts'
import { deskTexts } from '../deskTexts.ts'
import { More } from '../More.tsx'
import { JobRows } from './JobRows.tsx'

/** The jobs that match the filter, page by page. */
export function JobList(props: JobFilter) {
  const { queue } = deskTexts()
  const pages = createPages(async (after) => {
    const { jobs, next } = await readJobs({ state: props.state, task: props.task }, after)
    return { items: jobs, next }
  })
  return (
    <>
      <Show when={pages.items().length > 0} fallback={<Nothing isDead={props.state === 'dead'} />}>
        <JobRows jobs={pages.items()} label={queue.list} />
      </Show>
      <More hasMore={pages.hasMore()} more={pages.more} />
    </>
  )
}

function Nothing(props: { isDead: boolean }) {
  const { queue } = deskTexts()
  return (
    <div class="empty" role="status">
      <p>{props.isDead ? queue.noneDead : queue.noneWaiting}</p>
      <Show when={props.isDead}>
        <small>{queue.noneDeadHint}</small>
      </Show>
    </div>
  )
}
