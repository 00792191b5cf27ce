/** `npm run bench:growth`: measures both stores with more and more users. Prints a table and writes `PLOT`. */
import { writeFileSync } from 'node:fs'
import { startDatabaseServer } from '../support/database.ts'
import { startBare } from './bare.ts'
import { crowd, inTurn, signPeopleIn } from './crowd.ts'
import { postgresOn } from './fillDatabase.ts'
import { ask } from './load.ts'
import { type MailRecorder, startMailRecorder } from './mailRecorder.ts'
import { type Panel, plot } from './plot.ts'
import { median, percentile, whole } from './row.ts'
import { cookieOf, type Site, startSite } from './site.ts'
import { file, type StoreUnderTest } from './stores.ts'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
/** The largest file store that is measured. */
const MAX_OF_FILE = 100_000
const LOAD = { seconds: 4, width: 16 }
const STARTS = 5
/** The plot in .readme/SPEED.md. */
const PLOT = '.readme/growth.svg'

interface Rate {
  perSecond: number
  p99Ms: number
}

interface Growth {
  store: string
  users: number
  startMs: number
  /** How many times as long as bare Koa the start takes. */
  startRatio: number
  signIns: Rate
  sessions: Rate
  reminders: Rate
  memoryMb: number
}

async function measure(store: StoreUnderTest, users: number): Promise<Growth> {
  const recorder = await startMailRecorder({ greetingMs: 0 })
  const site = await startSite({ store, users, settings: { SMTP_URL: recorder.smtpUrl } })
  try {
    const start = await startOften(site)
    const cookie = await cookieOf(site, 0)
    const sessions = await ask(site.url, { path: '/api/session', headers: { Cookie: cookie } }, LOAD.seconds)
    const turn = inTurn(users)
    const { perSecond, timesMs } = await signPeopleIn(site, turn, LOAD)
    const signIns = { perSecond, p99Ms: percentile(timesMs, 0.99) }
    const reminders = await remindPeople(site, recorder, turn)
    const { residentMb: memoryMb } = await site.inside()
    return { store: store.name, users, ...start, signIns, sessions, reminders, memoryMb }
  } finally {
    await site.stop()
    await recorder.close()
  }
}

/** Starts the server and bare Koa in turns. */
async function startOften(site: Site): Promise<Pick<Growth, 'startMs' | 'startRatio'>> {
  const [own, bare]: [number[], number[]] = [[], []]
  for (let count = 0; count < STARTS; count++) {
    const koa = await startBare('bareKoa')
    await koa.stop()
    bare.push(koa.startedInMs)
    own.push(await site.restart())
  }
  return { startMs: median(own), startRatio: median(own) / median(bare) }
}

/**
 * Sends reminders. The rate is that of delivered mails, from the first request to the last arrival. wrk cannot measure
 * this, because it gives up on answers after two seconds.
 */
async function remindPeople(site: Site, recorder: MailRecorder, turn: () => number): Promise<Rate> {
  const begun = performance.now()
  const before = recorder.delivered.size
  const { timesMs } = await crowd(LOAD, async () => {
    const body = new URLSearchParams({ email: `resident${turn()}@example.org` })
    const signal = AbortSignal.timeout(30_000)
    const answer = await fetch(`${site.url}/api/reminder`, { method: 'POST', body, signal })
    const words = await answer.text()
    if (!answer.ok) throw new Error(`no reminder: ${answer.status} ${words}`)
  })
  await recorder.waitFor(() => site.reminded.count())
  const seconds = (recorder.lastAt - begun) / 1_000
  return { perSecond: (recorder.delivered.size - before) / seconds, p99Ms: percentile(timesMs, 0.99) }
}

function tell({ store, users, startMs, startRatio, ...rest }: Growth): void {
  const { signIns, sessions, reminders, memoryMb } = rest
  const rates = [signIns, reminders, sessions].map(
    ({ perSecond, p99Ms }) => `${whole(perSecond)} (${p99Ms.toFixed(0)} ms)`,
  )
  console.log(
    `| ${store} | ${whole(users)} | ${rates.join(' | ')} | ${whole(memoryMb)} MB | ${(startMs / 1_000).toFixed(1)} s (${startRatio.toFixed(1)}) |`,
  )
}

function panelsOf(all: readonly Growth[]): Panel[] {
  const names = [...new Set(all.map(({ store }) => store))]
  const panel = (title: string, measureOf: (one: Growth) => number): Panel => ({
    title,
    series: names.map((name) => ({
      name,
      points: all
        .filter(({ store }) => store === name)
        .map((one) => ({ users: one.users, value: measureOf(one) })),
    })),
  })
  return [
    panel('Sign-ins a second', ({ signIns }) => signIns.perSecond),
    panel('Sign-in, p99 in ms', ({ signIns }) => signIns.p99Ms),
    panel('Reminders a second', ({ reminders }) => reminders.perSecond),
    panel('Session reads a second', ({ sessions }) => sessions.perSecond),
    panel('Memory of the server, MB', ({ memoryMb }) => memoryMb),
    panel('Start, s', ({ startMs }) => startMs / 1_000),
  ]
}

const given = process.env.TEST_DATABASE_URL
const database = given ? undefined : await startDatabaseServer(['shared_buffers=256MB'])
try {
  const measured: Growth[] = []
  const stores = [file, postgresOn(given ?? database?.url ?? '')]
  const largest = Number(process.argv[2] ?? SIZES.at(-1))
  console.log(
    '| store | users | sign-ins a second (p99) | reminders a second (p99 of the answer) | session reads a second (p99) | memory | start (bare Koa: 1) |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- |')
  for (const store of stores) {
    const most = store === file ? Math.min(MAX_OF_FILE, largest) : largest
    for (const users of SIZES.filter((size) => size <= most)) {
      measured.push(await measure(store, users))
      tell(measured.at(-1) as Growth)
    }
  }
  writeFileSync(PLOT, plot(panelsOf(measured)))
  console.log(`\nThe plot is in ${PLOT}.`)
} finally {
  await database?.close()
}
