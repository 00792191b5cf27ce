import { setTimeout as sleep } from 'node:timers/promises'
import type { MailFault } from '../standins/mailFaults.ts'
import type { Person } from '../standins/people.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { until, type Victim, withVictim } from './victim.ts'

/** The server's limit of connections to the mail server. */
const MAX_CONNECTIONS = 5

/** At most this many newer mails may overtake a mail, because several connections deliver at once. */
export const MAX_OVERTAKEN = 2 * MAX_CONNECTIONS

/** The mail server is down, slow or refuses mails while many mails wait. All must arrive in the end. */
export const mail: Row = {
  name: 'mail',
  fault: 'mail server down, slow, 4xx, 5xx, hanging up after DATA',
  run: (effort) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const figures = [
        await outage(victim, checks, effort),
        await trouble(victim, checks, { kind: 'rcpt', code: 451, times: 2 }),
        await trouble(victim, checks, { kind: 'data', code: 451, times: 2 }),
        await trouble(victim, checks, { kind: 'hangUp', times: 1 }),
        await trouble(victim, checks, { kind: 'delay', ms: 2_000, times: 3 }),
        await refusal(victim, checks),
      ]
      checks.tookPlace(victim.mail.mails.length, 30, 'mails delivered')
      return { figures: figures.join('; '), checks }
    }),
}

/** During an outage the jobs wait and keep their tries, one mail at a time probes the server, and then all arrive. */
async function outage(victim: Victim, checks: Checks, { isShort }: Effort): Promise<string> {
  const { mail: server } = victim
  await server.stop()
  const people = await arrive(victim, isShort ? 30 : 200)
  await server.start()
  server.faults.set('*', { kind: 'down' })
  const [knocked, seconds] = [server.connections.total, isShort ? 4 : 60]
  await sleep(seconds * 1_000)
  const knocks = server.connections.total - knocked
  // A try makes four connections: one for the mail and one that checks the server, each to both addresses of localhost.
  checks.that(knocks <= 10 + seconds / 2, `${knocks} connections in ${seconds} s of outage`)
  const tried = (await victim.read()).jobs.filter(({ attempts }) => attempts > 0)
  checks.none(tried, 'jobs used up tries during the outage')
  server.connections.most = 0
  server.faults.clear()
  const ms = await delivered(victim, people)
  const { most } = server.connections
  checks.that(most <= MAX_CONNECTIONS + 1, `${most} connections at once when it was back`)
  const overtaken = mostOvertaken(victim, people)
  checks.that(overtaken <= MAX_OVERTAKEN, `a mail was overtaken by ${overtaken} younger ones`)
  return `${people.length} mails waited ${seconds} s for the server (${knocks} connections, no tries used up), all there ${ms} ms after it was back, overtaken by ${overtaken} at most`
}

/** Sends mails while the fault is set. Each arrives in the end; duplicates have the same Message-ID. */
async function trouble(victim: Victim, checks: Checks, fault: MailFault): Promise<string> {
  victim.mail.faults.set('*', fault)
  const people = await arrive(victim, 3)
  const ms = await delivered(victim, people)
  checks.none(Object.keys(victim.mail.faults.current()), `faults that met no mail (${fault.kind})`)
  victim.mail.faults.clear()
  const ids = new Set(people.flatMap((person) => mailsTo(victim, person).map(({ messageId }) => messageId)))
  checks.that(ids.size === people.length, `a duplicate with another Message-ID (${fault.kind})`)
  return `${fault.kind}${'code' in fault ? ` ${fault.code}` : ''}: 3 mails in ${ms} ms`
}

/** A 5xx for one address ends that job with the mail server's words, and delays no other mail. */
async function refusal(victim: Victim, checks: Checks): Promise<string> {
  const person = newcomer()
  victim.mail.faults.set(addressOf(person), { kind: 'rcpt', code: 550 })
  await signIn(victim, person)
  const ms = await delivered(victim, await arrive(victim, 3))
  checks.that(ms < 2_000, `others waited ${ms} ms behind a refused address`)
  const dead = async () => (await victim.read()).deadLetters[0]
  await until(async () => (await dead()) !== undefined, 'the refused mail is given up')
  const reason = (await dead())?.reason ?? ''
  checks.that(/550 the stand-in was told/.test(reason), `the server's words are missing: ${reason}`)
  return `550 for one: dead with the server's words, others in ${ms} ms`
}

/** Signs `count` newcomers in, one after the other. */
export async function arrive(victim: Victim, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, newcomer)
  for (const person of people) await signIn(victim, person)
  return people
}

/** Waits until each person has a mail. Returns the milliseconds that it took. Throws after a minute. */
export async function delivered(victim: Victim, people: Person[]): Promise<number> {
  const begun = performance.now()
  await until(
    () => people.every((person) => mailsTo(victim, person).length > 0),
    'all mails delivered',
    60_000,
  )
  return Math.round(performance.now() - begun)
}

/** The mails that arrived at the person's address. */
export function mailsTo(victim: Victim, person: Person) {
  return victim.mail.mails.filter(({ recipients }) => recipients[0] === addressOf(person))
}

/** How many newer mails overtook a mail, at most. `people` are in the order of their sign-ins. */
export function mostOvertaken(victim: Victim, people: Person[]): number {
  const places = people.map((person) =>
    victim.mail.mails.findIndex(({ recipients }) => recipients[0] === addressOf(person)),
  )
  const first = Math.min(...places)
  return Math.max(...places.map((place, age) => place - first - age))
}
