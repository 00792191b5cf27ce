import { setTimeout as sleep } from 'node:timers/promises'
import type { MailFault } from '../standins/mailFaults.ts'
import { arrive, delivered, MAX_OVERTAKEN, mailsTo, mostOvertaken } from './mail.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { createVictim, type Victim } from './victim.ts'

/** How a mail server answers when the site has wrong settings, by the kind of mistake. */
const WAYS: Record<string, MailFault> = {
  'relay denied': { kind: 'rcpt', code: 554, words: '5.7.1 Relay access denied' },
  'wrong password': { kind: 'auth', code: 535, words: '5.7.8 Authentication failed' },
  'authentication required': { kind: 'from', code: 530, words: '5.7.0 Authentication required' },
  'sender rejected': { kind: 'from', code: 550, words: 'Sender rejected' },
  'sender rejected at RCPT': { kind: 'rcpt', code: 553, words: '5.7.1 Sender address rejected' },
  'quota at RCPT': { kind: 'rcpt', code: 452, words: 'Quota exceeded' },
  'quota after DATA': { kind: 'data', code: 552, words: 'Quota exceeded' },
  'relay denied after DATA': { kind: 'data', code: 554, words: '5.7.1 Relay access denied' },
  certificate: { kind: 'certificate' },
  'TLS 1.1 at most': { kind: 'oldTls' },
}

/**
 * The number of oldest mails that may lose their place: they let other mails try until it is certain that the fault
 * lies with the site and not with a recipient (`SiteFaults`).
 */
const GIVE_WAY = 2

/**
 * The server waits a second before it tries a mail again that is refused less than ten seconds after another one was
 * accepted, because the fault may lie with the recipient (`SiteFaults`). Later mails overtake it meanwhile. So each way
 * begins when the mails of the last way were accepted longer ago.
 */
const AFTER_LAST_WAY_MS = 11_000

/** While the mail server refuses the site, no mail is lost. When it accepts the site, all arrive, once and in order. */
export const misconfigured: Row = {
  name: 'misconfigured',
  fault: 'mails sent while the mail server refuses whatever this site sends',
  async run(effort) {
    const checks = new Checks()
    const victim = await createVictim()
    try {
      const url = victim.mail.smtpUrl.replace('//', '//me:password@')
      await victim.start({ settings: { SMTP_URL: url } })
      const ways = Object.entries(WAYS).slice(0, effort.isShort ? 2 : undefined)
      const figures: string[] = []
      for (const [way, fault] of ways) {
        if (victim.mail.mails.length > 0) await sleep(AFTER_LAST_WAY_MS)
        figures.push(await sendWhile(victim, { way, fault, checks, effort }))
      }
      checks.tookPlace(victim.mail.mails.length, 20 * ways.length, 'mails delivered in the end')
      return { figures: figures.join('; '), checks }
    } finally {
      await victim.close()
    }
  },
}

interface Way {
  way: string
  fault: MailFault
  checks: Checks
  effort: Effort
}

async function sendWhile(victim: Victim, { way, fault, checks, effort }: Way): Promise<string> {
  const { mail } = victim
  const [count, seconds] = effort.isShort ? [20, 3] : [200, 60]
  const [before, connected] = [mail.mails.length, mail.connections.total]
  mail.faults.set('*', fault)
  // Closes open connections: on these the server does not send its password or check the certificate again.
  await mail.stop()
  await mail.start()
  const people = await arrive(victim, count)
  await sleep(seconds * 1_000)
  checks.tookPlace(mail.connections.total - connected, 1, `connections during the fault (${way})`)
  checks.none(mail.mails.length - before, `mails taken (${way})`)
  const { jobs, deadLetters } = await victim.read()
  checks.none(deadLetters, `mails given up (${way})`)
  checks.none(
    jobs.filter(({ attempts }) => attempts > 0),
    `tries counted (${way})`,
  )
  mail.faults.clear()
  const ms = await delivered(victim, people)
  checks.none(
    people.filter((person) => mailsTo(victim, person).length !== 1),
    `mails that came twice (${way})`,
  )
  const overtaken = mostOvertaken(victim, people.slice(GIVE_WAY))
  checks.that(overtaken <= MAX_OVERTAKEN, `a mail was overtaken by ${overtaken} younger ones (${way})`)
  const answer = 'code' in fault ? ` (${fault.code})` : ''
  return `${way}${answer}: ${people.length} mails waited ${seconds} s, all there once after ${ms} ms`
}
