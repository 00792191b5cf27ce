import { Agent, request } from 'node:http'
import { fillWithAccounts } from './accounts.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { createVictim, type Victim } from './victim.ts'

const RESIDENTS = 20

/** The number of pairs of requests, with a mail server (`up`) and without one (`down`). */
const PAIRS = { short: { up: 400, down: 200 }, long: { up: 10_000, down: 10_000 } }

/** Pairs for one server. Then a new one starts, because the mails that wait for the mail server slow every write. */
const PAIRS_A_ROUND = 1_000

/** The first pairs of each round, which are not measured. */
const WARM_UP = 50

/** Compares the times of private answers. They must not reveal whether an address is known. */
export const timing: Row = {
  name: 'timing',
  fault: 'private answers compared by their time',
  async run({ isShort }) {
    const checks = new Checks()
    const { up, down } = PAIRS[isShort ? 'short' : 'long']
    const figures = [
      await compare({ pairs: up, isMailUp: true, isShort, checks }),
      await compare({ pairs: down, isMailUp: false, isShort, checks }),
    ]
    return { figures: figures.join('; '), checks }
  },
}

interface Comparison extends Effort {
  pairs: number
  isMailUp: boolean
  checks: Checks
}

/** The times of the answers in milliseconds, by kind of address. */
interface Times {
  known: number[]
  unknown: number[]
}

async function compare({ pairs, isMailUp, isShort, checks }: Comparison): Promise<string> {
  const times: Times = { known: [], unknown: [] }
  for (let done = 0; done < pairs; done += PAIRS_A_ROUND) {
    const count = Math.min(PAIRS_A_ROUND, pairs - done)
    await withRemindableVictim(async (victim) => {
      if (!isMailUp) await victim.mail.stop()
      await timePairs(victim, WARM_UP)
      const round = await timePairs(victim, count)
      times.known.push(...round.known)
      times.unknown.push(...round.unknown)
    })
  }
  const area = areaUnderCurve(times.known, times.unknown)
  // Few pairs deviate by chance: five standard deviations.
  const tolerance = isShort ? 5 * Math.sqrt((2 * pairs + 1) / (12 * pairs * pairs)) : 0.02
  const words = `${pairs} of each ${isMailUp ? 'with' : 'without'} a mail server: area under the curve ${area.toFixed(4)}`
  checks.that(Math.abs(area - 0.5) <= tolerance, words)
  checks.tookPlace(Math.min(times.known.length, times.unknown.length), pairs, 'answers of each kind')
  return words
}

async function withRemindableVictim(time: (victim: Victim) => Promise<void>): Promise<void> {
  const victim = await createVictim({ settings: { REMINDER_ANSWERS: 'private' } })
  try {
    await fillWithAccounts(victim.file, RESIDENTS)
    await victim.start()
    await time(victim)
  } finally {
    await victim.close()
  }
}

async function timePairs(victim: Victim, count: number): Promise<Times> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: Times = { known: [], unknown: [] }
  for (let index = 0; index < count; index++) {
    const number = Math.floor(Math.random() * RESIDENTS)
    // A random order, so that a periodic disturbance does not always slow the same kind.
    const pair = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const kind of pair) {
      const address = `${kind === 'known' ? 'resident' : 'stranger'}${number}@example.org`
      times[kind].push(await ask(victim.url, address, agent))
    }
  }
  agent.destroy()
  return times
}

/** Asks for a reminder. Returns the milliseconds until the end of the answer. Throws unless the status is 200. */
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

/** The probability that a value of `a` exceeds a value of `b` (Mann-Whitney U / pairs): 0.5 for equal distributions. */
function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))]
  all.sort((one, other) => one.value - other.value)
  const rankSum = all.reduce((sum, { isA }, index) => (isA ? sum + index + 1 : sum), 0)
  return (rankSum - (a.length * (a.length + 1)) / 2) / (a.length * b.length)
}
