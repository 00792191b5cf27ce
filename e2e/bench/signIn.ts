import { type Crowd, inTurn, signPeopleIn } from './crowd.ts'
import { type Bench, type Effort, type Line, median, percentile, whole } from './row.ts'
import { startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const USERS = 10_000
/** The number of sign-ins at once for the throughput: enough to keep the server busy. */
const CROWD = 128
/** The number for the pauses: with more, one turn of the event loop does the work of all waiting requests. */
const FEW = 16

/** Sign-ins of residents, many at once, the whole way through the provider's stand-in. */
export const signIn: Bench = {
  name: 'sign-in',
  run: measureSignIns,
}

interface Round extends Crowd {
  processorMs: number
  longestPauseMs: number
}

async function measureSignIns(store: StoreUnderTest, effort: Effort): Promise<Line[]> {
  const users = Math.max(USERS, store.users)
  const site = await startSite({ store, users })
  const turn = inTurn(users)
  async function round(width: number, seconds: number): Promise<Round> {
    const before = await site.inside('watch')
    const signedIn = await signPeopleIn(site, turn, { width, seconds })
    const { processorMs, longestPauseMs } = await site.inside()
    return {
      ...signedIn,
      processorMs: (processorMs - before.processorMs) / signedIn.timesMs.length,
      longestPauseMs,
    }
  }
  async function measure(width: number): Promise<Round[]> {
    await round(width, effort.warmUpSeconds)
    const rounds: Round[] = []
    for (let count = 0; count < effort.rounds; count++) rounds.push(await round(width, effort.seconds))
    return rounds
  }
  try {
    const where = `${store.name}, ${whole(users)} users`
    return [...crowdLines(await measure(CROWD), where), pauseLine(await measure(FEW), where)]
  } finally {
    await site.stop()
  }
}

function crowdLines(rounds: Round[], where: string): Line[] {
  const perSecond = median(rounds.map((round) => round.perSecond))
  const processorMs = median(rounds.map((round) => round.processorMs))
  const trips = rounds.flatMap(({ timesMs }) => timesMs)
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
