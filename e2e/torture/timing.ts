import { Agent, request } from 'node:http'
import { fillWithAccounts } from './accounts.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { createVictim, type Victim } from './victim.ts'

const RESIDENTS = 20

/** With a mail server, and without one. The first of each are for warming up and do not count. */
const SERIES = { short: { up: 400, down: 200 }, long: { up: 10_000, down: 10_000 } }
const WARM_UP = 50

/** Whether the time that a private answer takes tells a known address from an unknown one. */
export const timing: Row = {
  name: 'timing',
  fault: 'private answers compared by their time',
  async run({ isShort }) {
    const victim = await createVictim({ settings: { REMINDER_ANSWERS: 'private' } })
    const checks = new Checks()
    try {
      await fillWithAccounts(victim.file, RESIDENTS)
      await victim.start()
      const count = SERIES[isShort ? 'short' : 'long']
      const up = await compare(victim, { count: count.up, isShort, checks, words: 'with a mail server' })
      await victim.mail.stop()
      const down = await compare(victim, { count: count.down, isShort, checks, words: 'without one' })
      return { figures: `${up}; ${down}`, broken: checks.broken }
    } finally {
      await victim.close()
    }
  },
}

interface Comparison extends Effort {
  /** Requests of each kind. */
  count: number
  checks: Checks
  words: string
}

async function compare(victim: Victim, { count, isShort, checks, words }: Comparison): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let index = 0; index < count + WARM_UP; index++) {
    const number = Math.floor(Math.random() * RESIDENTS)
    // Which comes first is left to chance: else a disturbance that comes regularly would hit always the same.
    const pair = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const kind of pair) {
      const address = `${kind === 'known' ? 'resident' : 'stranger'}${number}@example.org`
      const ms = await ask(victim.url, address, agent)
      if (index >= WARM_UP) times[kind].push(ms)
    }
  }
  agent.destroy()
  const area = areaUnderCurve(times.known, times.unknown)
  // What chance alone makes of so many: five standard deviations, and never more than is allowed for ten thousand.
  const tolerance = isShort ? 5 * Math.sqrt((2 * count + 1) / (12 * count * count)) : 0.02
  checks.that(Math.abs(area - 0.5) <= tolerance, `area under the curve ${area.toFixed(4)} ${words}`)
  return `${count} of each ${words}: area under the curve ${area.toFixed(4)}`
}

/** The milliseconds until the whole answer is there. Throws when it is not the one that everybody gets. */
function ask(url: string, address: string, agent: Agent): Promise<number> {
  const body = `email=${encodeURIComponent(address)}`
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length }
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const asking = request(`${url}/api/reminder`, { method: 'POST', headers, agent }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
        else resolve(performance.now() - begun)
      })
    })
    asking.once('error', reject)
    asking.end(body)
  })
}

/** The chance that one of `a` is more than one of `b` (Mann and Whitney's U over all pairs): 0.5 when nothing tells them apart. */
function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))]
  all.sort((one, other) => one.value - other.value)
  const rankSum = all.reduce((sum, { isA }, index) => (isA ? sum + index + 1 : sum), 0)
  return (rankSum - (a.length * (a.length + 1)) / 2) / (a.length * b.length)
}
