import { For, onCleanup, Show } from 'solid-js'
import type { OverviewAnswer } from '../../../server/deskApi.ts'
import { createReading } from '../../createReading.ts'
import { revalidate } from '../../query.ts'
import { at } from '../../site.ts'
import { language } from '../../texts.ts'
import { Heading } from '../../ui/Heading.tsx'
import { readOverview } from '../api.ts'
import { DeskPart } from '../DeskPart.tsx'
import { deskTexts } from '../deskTexts.ts'
import { Charts } from './Charts.tsx'

const LOOK_EVERY_MS = 30_000

/** The page with problems, numbers, and charts of the last 30 days. Reads them again every 30 s while it is visible. */
export function Overview() {
  const d = deskTexts()
  return (
    <>
      <Heading title={d.title}>{d.overview}</Heading>
      <DeskPart>
        <Known />
      </DeskPart>
    </>
  )
}

function Known() {
  const overview = createReading(readOverview)
  const timer = setInterval(() => document.hidden || void revalidate(readOverview.key), LOOK_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <Show when={overview()}>
      {(known) => (
        <>
          <Problems problems={known().problems} />
          <Numbers overview={known()} />
          <Charts overview={known()} />
        </>
      )}
    </Show>
  )
}

function Problems(props: Pick<OverviewAnswer, 'problems'>) {
  const { problems } = deskTexts()
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{problems.title}</h2>
      <Show when={props.problems.length > 0} fallback={<p class="all-well">{problems.none}</p>}>
        <ul class="problems">
          <For each={props.problems}>{({ message }) => <li>{message}</li>}</For>
        </ul>
      </Show>
    </section>
  )
}

function Numbers(props: { overview: OverviewAnswer }) {
  const { numbers } = deskTexts()
  const sum = (state: 'waiting' | 'dead') =>
    props.overview.jobs.reduce((total, counts) => total + counts[state], 0)
  const tiles = () => [
    { name: numbers.accounts, count: props.overview.accounts.all, href: '/desk/people' },
    { name: numbers.locked, count: props.overview.accounts.locked, href: '/desk/people?state=locked' },
    { name: numbers.leaving, count: props.overview.accounts.leaving, href: '/desk/people?state=leaving' },
    { name: numbers.waiting, count: sum('waiting'), href: '/desk/jobs' },
    { name: numbers.dead, count: sum('dead'), href: '/desk/jobs?state=dead', isBad: sum('dead') > 0 },
  ]
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">{numbers.title}</h2>
      <ul class="tiles">
        <For each={tiles()}>{(tile) => <Tile {...tile} />}</For>
      </ul>
    </section>
  )
}

function Tile(props: { name: string; count: number; href: string; isBad?: boolean }) {
  return (
    <li>
      <a href={at(props.href)} classList={{ bad: Boolean(props.isBad) }}>
        <strong>{props.count.toLocaleString(language)}</strong> <span>{props.name}</span>
      </a>
    </li>
  )
}
