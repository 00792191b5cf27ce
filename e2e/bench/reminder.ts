import { ask } from './load.ts'
import { startMailRecorder } from './mailRecorder.ts'
import { type Bench, type Effort, type Line, median, whole } from './row.ts'
import { startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

const GOAL = 2_000

/** Reminders that arrive, with a mail server that greets at once and with one that greets after 100 ms. */
export const reminder: Bench = {
  name: 'reminder',
  async run(store, effort) {
    return [await remind(store, 0, effort), await remind(store, 100, effort)]
  },
}

interface Round {
  /** Delivered mails per second, from the first request to the last arrival. */
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** From the end of the load to the last arrival. */
  lagMs: number
  processorMs: number
}

async function remind(store: StoreUnderTest, greetingMs: number, effort: Effort): Promise<Line> {
  const recorder = await startMailRecorder({ greetingMs })
  const site = await startSite({ store, settings: { SMTP_URL: recorder.smtpUrl } })
  const question = {
    path: '/api/reminder',
    method: 'POST',
    body: 'email=resident#@example.org',
    first: 0,
    count: store.users,
  }
  const rounds: Round[] = []

  async function round(seconds: number): Promise<Round> {
    const [mailsBefore, before] = [recorder.delivered.size, await site.inside()]
    const begun = performance.now()
    const { requests, p50Ms, p99Ms } = await ask(site.url, question, seconds)
    const answered = performance.now()
    // The next round continues with the next residents.
    question.first += requests
    // Includes the requests that were under way when the load ended.
    await recorder.waitFor(() => site.reminded.count())
    const mails = recorder.delivered.size - mailsBefore
    return {
      perSecond: mails / ((recorder.lastAt - begun) / 1_000),
      p50Ms,
      p99Ms,
      lagMs: recorder.lastAt - answered,
      processorMs: ((await site.inside()).processorMs - before.processorMs) / mails,
    }
  }

  try {
    await round(effort.warmUpSeconds)
    for (let count = 0; count < effort.rounds; count++) rounds.push(await round(effort.seconds))
    return lineOf(rounds, { store, greetingMs, connections: recorder.connections })
  } finally {
    await site.stop()
    await recorder.close()
  }
}

function lineOf(
  rounds: Round[],
  { store, greetingMs, connections }: { store: StoreUnderTest; greetingMs: number; connections: number },
): Line {
  const middle = (of: (round: Round) => number) => median(rounds.map(of))
  const perSecond = middle((round) => round.perSecond)
  const [p50, p99, lag] = [
    middle(({ p50Ms }) => p50Ms),
    middle(({ p99Ms }) => p99Ms),
    middle(({ lagMs }) => lagMs),
  ]
  const relay = greetingMs > 0 ? `, relay that takes ${greetingMs} ms a connection` : ''
  return {
    work: `\`POST /api/reminder\`, known, mail delivered${relay} (${store.name}, ${whole(store.users)} users)`,
    goal: `>= ${whole(GOAL)} a second`,
    reached: whole(perSecond),
    figures: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, last mail ${lag.toFixed(0)} ms after the load, ${middle(({ processorMs }) => processorMs).toFixed(2)} ms of processor time each, ${connections} connections`,
    isReached: perSecond >= GOAL,
  }
}
