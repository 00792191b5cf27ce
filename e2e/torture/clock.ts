import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionAnswer } from '../../server/api.ts'
import type { Person } from '../standins/people.ts'
import type { Visitor } from '../standins/visitor.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { Checks, type Row } from './row.ts'
import { faketimeLibrary } from './tools.ts'
import { createVictim, until, type Victim } from './victim.ts'

const HOUR = 3_600
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** Jumps in seconds; they sum up to zero. The first goes forward, because browsers drop cookies that have expired. */
const JUMPS = {
  short: [YEAR, -YEAR],
  long: [2 * HOUR, -2 * HOUR, YEAR, -YEAR, YEAR, -2 * HOUR, 2 * HOUR, -YEAR],
}

const GOES_ON_WITHIN_MS = 60_000

/** An operator or a time server sets the system clock while the server runs. Jobs and sessions must go on. */
export const clock: Row = {
  name: 'clock',
  fault: 'clock jumps',
  async run({ isShort }) {
    const library = faketimeLibrary()
    if (!library) return { figures: '', checks: new Checks(), skipped: 'libfaketime is not installed' }
    const checks = new Checks()
    const victim = await createVictim()
    const hands = await wind(victim, library)
    try {
      await victim.start({ settings: hands.settings })
      const slowest: number[] = []
      for (const seconds of isShort ? JUMPS.short : JUMPS.long) {
        slowest.push(await jump(victim, hands, { seconds, checks }))
      }
      await sessionsAge(victim, hands, checks)
      await restartInThePast(victim, hands)
      const doubled =
        victim.mail.mails.length - new Set(victim.mail.mails.map(({ recipients }) => recipients[0])).size
      checks.none(doubled, 'mails delivered twice')
      checks.tookPlace(victim.mail.mails.length, 2 * slowest.length, 'mails delivered across the jumps')
      return {
        figures: `${slowest.length} jumps of hours and years: waiting and running mails came within ${Math.max(...slowest)} ms, none twice; sessions ended on time; a restart in the past went on`,
        checks,
      }
    } finally {
      await victim.close()
    }
  },
}

/** The controls of a server's clock. */
interface Hands {
  /** Environment variables that make a server use this clock. */
  settings: Record<string, string>
  /** Moves the clock, also of a running server. */
  move(seconds: number): Promise<void>
}

/**
 * Prepares a clock for the server. libfaketime reads the offset from a file whenever the server asks for the time. The
 * monotonic clock does not change, as on a real system.
 */
async function wind({ folder }: Victim, library: string): Promise<Hands> {
  const file = join(folder, 'faketime')
  let offset = 0
  const show = async () => {
    await writeFile(`${file}.new`, `${offset >= 0 ? '+' : ''}${offset}\n`)
    await rename(`${file}.new`, file)
  }
  await show()
  return {
    settings: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    async move(seconds) {
      offset += seconds
      await show()
    },
  }
}

/**
 * Sets the clock while one mail waits for its second try and another is being sent. Returns the milliseconds until both
 * have arrived.
 */
async function jump(
  victim: Victim,
  hands: Hands,
  { seconds, checks }: { seconds: number; checks: Checks },
): Promise<number> {
  const [waiting, running] = [newcomer(), newcomer()]
  victim.mail.faults.set(addressOf(waiting), { kind: 'rcpt', code: 451, times: 1 })
  victim.mail.faults.set(addressOf(running), { kind: 'delay', ms: 3_000, times: 1 })
  const browser = await signIn(victim, waiting)
  await signIn(victim, running)
  await until(
    async () => (await victim.read()).jobs.some(({ reason }) => reason?.includes('451')),
    'the first try',
  )
  await hands.move(seconds)
  const begun = performance.now()
  const isThere = (person: Person) =>
    victim.mail.mails.some(({ recipients }) => recipients[0] === addressOf(person))
  await until(() => isThere(waiting) && isThere(running), 'jobs going on', GOES_ON_WITHIN_MS)
  await until(async () => (await victim.read()).jobs.length === 0, 'the queue is empty', GOES_ON_WITHIN_MS)
  if (seconds < 30 * DAY) checks.that(await isSignedIn(browser), `signed out by a jump of ${seconds} s`)
  else checks.that(!(await isSignedIn(browser)), 'a session outlived a jump of a year')
  return Math.round(performance.now() - begun)
}

/** After the clock was set back a year, a session is valid for another 29 days, but not for 61. */
async function sessionsAge(victim: Victim, hands: Hands, checks: Checks): Promise<void> {
  const browser = await signIn(victim, newcomer())
  await moveNoticed(victim, hands, -YEAR)
  await moveNoticed(victim, hands, 29 * DAY)
  checks.that(await isSignedIn(browser), 'a session ended before its time')
  await moveNoticed(victim, hands, 32 * DAY)
  checks.that(!(await isSignedIn(browser)), 'a session outlived its limit after the clock was set back')
  await hands.move(YEAR - 61 * DAY)
}

/** Moves the clock and waits until the server, which checks it once a second, has logged the jump. */
async function moveNoticed(victim: Victim, hands: Hands, seconds: number): Promise<void> {
  const noticed = () => victim.server.output.stdout.split('the clock was set').length
  const before = noticed()
  await hands.move(seconds)
  await until(() => noticed() > before, 'the server notices that the clock was set')
}

/** Sets the clock back while the server is down and a mail waits for its next try. */
async function restartInThePast(victim: Victim, hands: Hands): Promise<void> {
  const person = newcomer()
  victim.mail.faults.set(addressOf(person), { kind: 'rcpt', code: 451, times: 1 })
  await signIn(victim, person)
  await until(
    async () => (await victim.read()).jobs.some(({ reason }) => reason?.includes('451')),
    'the first try',
  )
  await victim.stop()
  await hands.move(-YEAR)
  await victim.start({ settings: hands.settings })
  await until(async () => (await victim.read()).jobs.length === 0, 'jobs going on', GOES_ON_WITHIN_MS)
}

async function isSignedIn(browser: Visitor): Promise<boolean> {
  const { user } = (await (await browser.get('/api/session')).json()) as SessionAnswer
  return user !== null
}
