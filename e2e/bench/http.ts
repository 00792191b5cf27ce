import { readdirSync } from 'node:fs'
import { startBare } from './bare.ts'
import { type Answered, ask, type Question } from './load.ts'
import type { Measured } from './measured.ts'
import { type Bench, type Effort, type Line, median, whole } from './row.ts'
import { cookieOf, type Site, startSite } from './site.ts'
import type { StoreUnderTest } from './stores.ts'

/** A request that is compared: a server and a question to it. */
interface Contestant {
  work: string
  /** The minimum that it should reach, as a share of bare Koa or in requests a second. */
  goal?: { share: number } | { perSecond: number }
  server: Pick<Measured, 'url'>
  question: Question
  rounds: Answered[]
}

/** Requests that need no mail and no provider, compared with the smallest servers of Node.js and Koa. */
export const http: Bench = {
  name: 'http',
  async run(store, effort) {
    const bare = await Promise.all([startBare('bareHttp'), startBare('bareKoa')])
    try {
      return await compare(bare, store, effort)
    } finally {
      for (const server of bare) await server.stop()
    }
  },
}

async function compare(bare: Measured[], store: StoreUnderTest, effort: Effort): Promise<Line[]> {
  const site = await startSite({ store })
  try {
    const contestants = [...bareContestants(bare), ...(await questionsFor(site, store))]
    for (const { server, question } of contestants) await ask(server.url, question, effort.warmUpSeconds)
    for (let round = 0; round < effort.rounds; round++) {
      for (const { server, question, rounds } of contestants) {
        rounds.push(await ask(server.url, question, effort.seconds))
      }
    }
    const [, koa] = contestants
    return contestants.map((contestant) => lineOf(contestant, koa?.rounds ?? []))
  } finally {
    await site.stop()
  }
}

function bareContestants(bare: Measured[]): Contestant[] {
  const names = ['bare `node:http`', 'bare Koa']
  return bare.map((server, index) => ({
    work: names[index] ?? '',
    server,
    question: { path: '/' },
    rounds: [],
  }))
}

async function questionsFor(site: Site, { name, users }: StoreUnderTest): Promise<Contestant[]> {
  const script = readdirSync('dist/client/assets').find((file) => /^index-.*\.js$/.test(file))
  const brotli = { 'Accept-Encoding': 'br' }
  const known = { ...brotli, 'If-None-Match': await etagOf(site, brotli) }
  const session = { Cookie: await cookieOf(site, 1) }
  const unknown = { method: 'POST', body: 'email=stranger#@example.org', count: users, isRefused: true }
  // With PostgreSQL the answer needs a query.
  const sessionGoal = name === 'file' ? { share: 0.4 } : { perSecond: 4_000 }
  const authGoal = { share: name === 'file' ? 0.6 : 0.35 }
  const asked: [string, NonNullable<Contestant['goal']>, Question][] = [
    ['`auth-request`, signed in', authGoal, { path: '/api/authz/auth-request', headers: session }],
    ['`GET /api/session`, signed in', sessionGoal, { path: '/api/session', headers: session }],
    ['`GET /api/session`, signed out', { share: 0.55 }, { path: '/api/session' }],
    ['`POST /api/reminder`, unknown', { share: 0.3 }, { path: '/api/reminder', ...unknown }],
    ['`GET /`, brotli', { share: 0.5 }, { path: '/', headers: brotli }],
    ['`GET /`, revalidated: 304', { share: 0.5 }, { path: '/', headers: known }],
    ['a script, brotli', { share: 0.5 }, { path: `/assets/${script}`, headers: brotli }],
  ]
  return asked.map(([work, goal, question]) => ({
    work: `${work} (${name}, ${whole(users)} users)`,
    goal,
    server: site,
    question,
    rounds: [],
  }))
}

/** The ETag of the page, which depends on its compression. Throws unless the server answers it with 304. */
async function etagOf({ url }: Site, headers: Record<string, string>): Promise<string> {
  const etag = (await fetch(url, { headers })).headers.get('etag') ?? ''
  // Without Cache-Control, fetch sends `no-cache`, and the server sends the whole page.
  const known = { ...headers, 'If-None-Match': etag, 'Cache-Control': 'max-age=0' }
  const { status } = await fetch(url, { headers: known })
  if (status !== 304) throw new Error(`/, revalidated: ${status}`)
  return etag
}

function lineOf({ work, goal, rounds }: Contestant, koa: readonly Answered[]): Line {
  const share = median(rounds.map(({ perSecond }, round) => perSecond / (koa[round]?.perSecond ?? 1)))
  const middle = (of: (answered: Answered) => number) => median(rounds.map(of))
  const perSecond = middle((answered) => answered.perSecond)
  const [p50, p99] = [middle(({ p50Ms }) => p50Ms), middle(({ p99Ms }) => p99Ms)]
  return {
    work,
    ...verdictOf(goal, { share, perSecond }),
    reached: `${share.toFixed(2)} of bare Koa`,
    figures: `${whole(perSecond)} req/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  }
}

function verdictOf(
  goal: Contestant['goal'],
  reached: { share: number; perSecond: number },
): Pick<Line, 'goal' | 'isReached'> {
  if (!goal) return { goal: '' }
  return 'share' in goal
    ? { goal: `>= ${goal.share.toFixed(2)}`, isReached: reached.share >= goal.share }
    : { goal: `>= ${whole(goal.perSecond)} req/s`, isReached: reached.perSecond >= goal.perSecond }
}
