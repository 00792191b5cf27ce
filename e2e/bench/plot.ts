/** A panel of the plot: one measure, with one line per store. */
export interface Panel {
  title: string
  series: { name: string; points: { users: number; value: number }[] }[]
}

const WIDTH = 360
const HEIGHT = 220
const MARGIN = { left: 56, right: 24, top: 40, bottom: 36 }
const COLOURS = ['#b4552d', '#2d6cb4']
const INK = '#333'
const GRID = '#ddd'

/**
 * Draws the panels as SVG, in two columns. The scale of users is logarithmic, from 1,000 to 1,000,000. The background
 * is white, so that the plot is readable on dark pages, too.
 */
export function plot(panels: readonly Panel[]): string {
  const [width, height] = [2 * WIDTH, Math.ceil(panels.length / 2) * HEIGHT]
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % 2) * WIDTH, Math.floor(index / 2) * HEIGHT]
    return `<g transform="translate(${x} ${y})">${drawPanel(panel)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="${INK}">
<title>How both stores bear more and more users</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${drawn.join('\n')}
</svg>
`
}

function drawPanel({ title, series }: Panel): string {
  const highest = Math.max(...series.flatMap(({ points }) => points.map(({ value }) => value)))
  const top = niceAbove(highest)
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom }
  const x = (users: number) => MARGIN.left + ((Math.log10(users) - 3) / 3) * inner.width
  const y = (value: number) => MARGIN.top + (1 - value / top) * inner.height
  const rows = [0, 0.5, 1].map((share) => {
    const at = y(top * share).toFixed(1)
    return `<path d="M${MARGIN.left} ${at}H${WIDTH - MARGIN.right}" stroke="${GRID}"/><text x="${MARGIN.left - 6}" y="${at}" dy="4" text-anchor="end">${(top * share).toLocaleString('en')}</text>`
  })
  const columns = ['1k', '10k', '100k', '1M'].map((words, index) => {
    const at = x(10 ** (3 + index)).toFixed(1)
    return `<text x="${at}" y="${HEIGHT - 18}" text-anchor="middle">${words}</text>`
  })
  const lines = series.map(({ name, points }, index) => {
    const colour = COLOURS[index] ?? INK
    const at = points.map(({ users, value }) => `${x(users).toFixed(1)},${y(value).toFixed(1)}`)
    const dots = at.map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3" fill="${colour}"/>`)
    const label = `<text x="${MARGIN.left + 110 * index}" y="32" fill="${colour}">${name}</text>`
    return `${label}<polyline points="${at.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`
  })
  return `<text x="${MARGIN.left}" y="16" font-weight="600">${title}</text>${rows.join('')}${columns.join('')}${lines.join('')}`
}

/** The smallest 1, 2 or 5 times a power of ten that is not below `value`. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value
}
