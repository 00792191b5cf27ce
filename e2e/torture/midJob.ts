import type { Person } from '../standins/people.ts'
import { newcomer, signIn } from './load.ts'
import { Checks, type Row } from './row.ts'
import { until, type Victim, withVictim } from './victim.ts'

/** How long the other side delays. Long enough to kill the server meanwhile, also on a busy machine. */
const PAUSE_MS = 1_000

const ASSUMED = { WELCOME_TWEET_CONSENT: 'assumed', WELCOME_TWEET: 'Just joined!' }

/** kill -9 while the server sends a mail or a tweet: before the other side has it, or before it answers. */
export const midJob: Row = {
  name: 'mid-job',
  fault: 'kill -9 in the middle of a job',
  run: ({ isShort }) =>
    withVictim({ settings: ASSUMED }, async (victim) => {
      const checks = new Checks()
      const rounds = isShort ? 2 : 20
      for (let round = 0; round < rounds; round++) {
        await killBeforeData(victim, checks)
        await killAfterData(victim, checks)
        await killAfterTweet(victim, checks)
      }
      const unknown = await countUnknown(victim)
      checks.that(unknown === rounds, `${unknown} posts with an unknown outcome, of ${rounds}`)
      checks.tookPlace(victim.mail.mails.length, 3 * rounds, 'mails delivered around the kills')
      return {
        figures: `${3 * rounds} kills: ${2 * rounds} mails delivered, ${rounds} of them twice with the same Message-ID, ${unknown} tweets posted once, their outcome unknown`,
        checks,
      }
    }),
}

/** Kills the server before the mail server's greeting. The mail must arrive once. */
async function killBeforeData(victim: Victim, checks: Checks): Promise<void> {
  // Closes the connection that the server keeps from the mail before: it has been greeted already.
  await victim.mail.stop()
  await victim.mail.start()
  victim.mail.faults.set('*', { kind: 'slow', ms: PAUSE_MS, times: 1 })
  const person = newcomer()
  await signIn(victim, person)
  await until(() => isAtIt(victim), 'the welcome mail is being sent')
  await killAndRestart(victim)
  const mails = await mailsTo(victim, person)
  checks.that(mails.length === 1, `${mails.length} mails after a kill before DATA`)
}

/** Kills the server when the mail server has the mail but has not answered. The mail arrives twice, recognizably. */
async function killAfterData(victim: Victim, checks: Checks): Promise<void> {
  victim.mail.faults.set('*', { kind: 'delay', ms: PAUSE_MS, times: 1 })
  const person = newcomer()
  await signIn(victim, person)
  await until(() => isAtIt(victim), 'DATA')
  await killAndRestart(victim)
  await mailsTo(victim, person)
  await until(() => mailsOf(victim, person).length > 1, 'the mail that was being sent at the kill')
  const mails = mailsOf(victim, person)
  checks.that(mails.length === 2, `${mails.length} copies of a mail after one kill`)
  checks.that(
    new Set(mails.map(({ messageId }) => messageId)).size === 1,
    'a duplicate with another Message-ID',
  )
}

/** Kills the server when X has posted the tweet but has not answered. The server must not post it again. */
async function killAfterTweet(victim: Victim, checks: Checks): Promise<void> {
  victim.x.faults.set('tweets', { kind: 'late', ms: PAUSE_MS })
  const [asked, unknown] = [countPosts(victim), await countUnknown(victim)]
  const person = newcomer()
  await signIn(victim, person, 'twitter')
  await until(() => countPosts(victim) > asked, 'X is asked to post')
  await until(() => tweetsOf(victim, person).length > 0, 'X has posted')
  await killAndRestart(victim)
  await mailsTo(victim, person)
  await until(async () => (await countUnknown(victim)) === unknown + 1, 'the outcome is noted as unknown')
  const { length: tweets } = tweetsOf(victim, person)
  checks.that(tweets === 1, `${tweets} tweets for one consent`)
  checks.that(countPosts(victim) === asked + 1, `X was asked ${countPosts(victim) - asked} times to post`)
}

/** Whether the mail server has used up its fault. */
function isAtIt({ mail }: Victim): boolean {
  return mail.faults.current()['*'] === undefined
}

async function killAndRestart(victim: Victim): Promise<void> {
  await victim.kill()
  victim.mail.faults.clear()
  victim.x.faults.clear()
  await victim.start()
}

/** The mails to the person, after the job is done. */
async function mailsTo(victim: Victim, person: Person) {
  await until(() => mailsOf(victim, person).length > 0, 'a mail')
  await until(async () => {
    const { jobs } = await victim.read()
    return !jobs.some(({ task }) => task === 'sendWelcomeEmail')
  }, 'the job is done')
  return mailsOf(victim, person)
}

function mailsOf({ mail }: Victim, { github, x }: Person) {
  const addresses = [github?.emails[0]?.email, x?.email]
  return mail.mails.filter(({ recipients }) => addresses.includes(recipients[0]))
}

function tweetsOf({ x }: Victim, person: Person) {
  return x.tweets.filter(({ username }) => username === person.x?.username)
}

/** The number of consents with an unknown outcome: the tweet may have been posted or not. */
async function countUnknown(victim: Victim): Promise<number> {
  const { accounts } = await victim.read()
  const consents = accounts.flatMap(({ user }) => user.tweetConsents)
  return consents.filter(({ state }) => state === 'unknown').length
}

function countPosts({ x }: Victim): number {
  return x.requests.filter((request) => request === 'POST /2/tweets').length
}
