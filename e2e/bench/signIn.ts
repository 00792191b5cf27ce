import { Agent } from 'node:http'
import { type Bench, type Effort, type Line, median, percentile, whole } from './row.ts'
import { resident, type Site, startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'
import { walkIn } from './walkIn.ts'

const USERS = 10_000
/** So many at once for the throughput, which is that of a machine with its hands full; */
const CROWD = 128
/** and so many for the pauses: with more, one turn of the loop is the work of all who wait. */
const FEW = 16

/** People who come back, many at once, the whole way through the provider's stand-in. */
export const signIn: Bench = {
  name: 'sign-in',
  run: signPeopleIn,
}

interface Round {
  perSecond: number
  processorMs: number
  longestPauseMs: number
  tripsMs: number[]
}

async function signPeopleIn(store: StoreUnderTest, effort: Effort): Promise<Line[]> {
  const users = Math.max(USERS, store.users)
  const site = await startSite({ store, users })
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * CROWD })
  try {
    const measure = async (width: number): Promise<Round[]> => {
      await round(site, { agent, width, seconds: effort.warmUpSeconds })
      const rounds: Round[] = []
      for (let count = 0; count < effort.rounds; count++)
        rounds.push(await round(site, { agent, width, seconds: effort.seconds }))
      return rounds
    }
    const where = `${store.name}, ${whole(users)} users`
    return [...crowdLines(await measure(CROWD), where), pauseLine(await measure(FEW), where)]
  } finally {
    agent.destroy()
    await site.stop()
  }
}

interface Load {
  agent: Agent
  /** People at once. */
  width: number
  seconds: number
}

async function round(site: Site, { agent, width, seconds }: Load): Promise<Round> {
  const before = await site.inside('watch')
  const tripsMs: number[] = []
  const begun = performance.now()
  const worker = async (number: number) => {
    // Each their own resident: the stand-in looks people up one by one.
    const person = resident(number)
    site.standIns.people.push(person)
    for (let turn = 1; performance.now() - begun < seconds * 1_000; turn++) {
      Object.assign(person, resident((number + turn * width) % USERS), { key: person.key })
      const since = performance.now()
      await walkIn(site, { agent, person })
      tripsMs.push(performance.now() - since)
    }
    site.standIns.people.splice(site.standIns.people.indexOf(person), 1)
  }
  await Promise.all(Array.from({ length: width }, (_, number) => worker(number)))
  const perSecond = tripsMs.length / ((performance.now() - begun) / 1_000)
  const after = await site.inside()
  const processorMs = (after.processorMs - before.processorMs) / tripsMs.length
  return { perSecond, processorMs, longestPauseMs: after.longestPauseMs, tripsMs }
}

function crowdLines(rounds: Round[], where: string): Line[] {
  const perSecond = median(rounds.map((round) => round.perSecond))
  const processorMs = median(rounds.map((round) => round.processorMs))
  const trips = rounds.flatMap(({ tripsMs }) => tripsMs)
  const times = `p50 ${percentile(trips, 0.5).toFixed(0)} ms, p99 ${percentile(trips, 0.99).toFixed(0)} ms`
  return [
    {
      work: `sign-in, whole round trip (${where})`,
      goal: '>= 300 a second',
      reached: whole(perSecond),
      figures: `${times}, ${CROWD} people at once`,
      isReached: perSecond >= 300,
    },
    {
      work: `sign-in, the server’s own share (${where})`,
      goal: '<= 3 ms of processor time',
      reached: `${processorMs.toFixed(2)} ms`,
      figures: 'all threads, writing included',
      isReached: processorMs <= 3,
    },
  ]
}

function pauseLine(rounds: Round[], where: string): Line {
  const pauseMs = Math.max(...rounds.map((round) => round.longestPauseMs))
  const perSecond = median(rounds.map((round) => round.perSecond))
  const all = rounds.map((round) => `${round.longestPauseMs.toFixed(0)} ms`).join(', ')
  return {
    work: `longest pause of the event loop under sign-ins (${where})`,
    goal: '<= 30 ms',
    reached: `${pauseMs.toFixed(0)} ms`,
    figures: `${all}; ${whole(perSecond)} a second, ${FEW} people at once`,
    isReached: pauseMs <= 30,
  }
}
