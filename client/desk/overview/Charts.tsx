import { For, Show } from 'solid-js'
import type { OverviewAnswer } from '../../../server/deskApi.ts'
import { fill, language } from '../../texts.ts'
import { deskTexts } from '../deskTexts.ts'
import { type ChartData, chartsOf, type Series, stacked, total } from './series.ts'

/** Small charts of the last 30 days, each with a table of its numbers. */
export function Charts(props: { overview: OverviewAnswer }) {
  const { charts } = deskTexts()
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{charts.title}</h2>
      <div class="charts">
        <For each={chartsOf(props.overview, charts)}>
          {(chart) => <Chart chart={chart} days={props.overview.days} />}
        </For>
      </div>
    </section>
  )
}

function Chart(props: { chart: ChartData; days: readonly string[] }) {
  const { charts } = deskTexts()
  const sums = () => stacked(props.chart.series)
  const count = (n: number) => n.toLocaleString(language)
  return (
    <figure>
      <figcaption>
        <strong>{props.chart.title}</strong>{' '}
        <small>{fill(charts.total, { count: count(total(sums())) })}</small>
      </figcaption>
      <Show when={total(sums()) > 0} fallback={<p class="quiet chart-none">{charts.none}</p>}>
        <Bars series={props.chart.series} days={props.days} />
        <p class="chart-axis" aria-hidden="true">
          <span>{shortDay(props.days[0])}</span>
          <span>{fill(charts.most, { count: count(Math.max(...sums())) })}</span>
          <span>{shortDay(props.days.at(-1))}</span>
        </p>
        <Show when={props.chart.series.length > 1}>
          <ul class="legend">
            <For each={props.chart.series}>
              {({ name, counts, isBad }) => (
                <li classList={{ bad: Boolean(isBad) }}>
                  {name} {count(total(counts))}
                </li>
              )}
            </For>
          </ul>
        </Show>
        <details>
          <summary>
            {charts.table}
            <span class="visually-hidden"> {props.chart.title}</span>
          </summary>
          <Table chart={props.chart} days={props.days} />
        </details>
      </Show>
    </figure>
  )
}

/** Sizes in units of the SVG: the width of a day, the gap between two bars, the height of the chart. */
const DAY = 10
const GAP = 2
const HEIGHT = 60

/** A chart with a bar for each day. Browsers show the numbers on hover; screen readers read them in the table. */
function Bars(props: { series: readonly Series[]; days: readonly string[] }) {
  const most = () => Math.max(1, ...stacked(props.series))
  const heightOf = (count: number) => (count / most()) * HEIGHT
  /** The top of a series in a bar; the series are stacked. */
  const topOf = (index: number, day: number) =>
    HEIGHT - props.series.slice(0, index + 1).reduce((sum, { counts }) => sum + heightOf(counts[day] ?? 0), 0)
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${props.days.length * DAY} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <For each={props.days}>
        {(day, index) => (
          <g>
            <title>{hoverWords(day, props.series, index())}</title>
            <rect class="day" x={index() * DAY} y="0" width={DAY} height={HEIGHT} />
            <For each={props.series}>
              {({ counts, isBad }, place) => (
                <rect
                  class={isBad ? 'bar bad' : 'bar'}
                  x={index() * DAY + GAP / 2}
                  y={topOf(place(), index())}
                  width={DAY - GAP}
                  height={heightOf(counts[index()] ?? 0)}
                />
              )}
            </For>
          </g>
        )}
      </For>
    </svg>
  )
}

function Table(props: { chart: ChartData; days: readonly string[] }) {
  const { charts } = deskTexts()
  return (
    <section class="chart-table" tabindex="0" aria-label={props.chart.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{charts.day}</th>
            <For each={props.chart.details}>{({ name }) => <th scope="col">{name}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.days}>
            {(day, index) => (
              <tr>
                <th scope="row">{shortDay(day)}</th>
                <For each={props.chart.details}>
                  {({ counts }) => <td>{(counts[index()] ?? 0).toLocaleString(language)}</td>}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}

function hoverWords(day: string, series: readonly Series[], index: number): string {
  const counts = series.map(
    ({ name, counts: all }) => `${name} ${(all[index] ?? 0).toLocaleString(language)}`,
  )
  return `${shortDay(day)}: ${counts.join(', ')}`
}

/** Formats a day such as `2026-11-01` without its year. The server counts days in UTC. */
function shortDay(day = ''): string {
  const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return day && format.format(new Date(`${day}T00:00:00Z`))
}
