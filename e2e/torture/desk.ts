import { setTimeout as sleep } from 'node:timers/promises'
import type { Document } from '../../server/store/file/document.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { until, type Victim, withVictim } from './victim.ts'

const TOKEN = 'a-token-for-the-torture-of-the-desk'

/** The job that completes an interrupted deletion runs soon after the start. */
const COMPLETED_WITHIN_MS = 60_000

/** The latest kill. A lock is committed within a few milliseconds; a deletion continues after its answer. */
const LATEST_KILL_MS = { lock: 12, delete: 60 }

/** The row goes on until it has seen each outcome `each` times, or has killed the server `kills` times. */
const ENOUGH = { short: { each: 2, kills: 80 }, long: { each: 10, kills: 400 } }

/** kill -9 at any moment of an operator's action. The whole action is stored, with its event, or nothing of it. */
export const desk: Row = {
  name: 'desk',
  fault: 'kill -9 while an operator locks and deletes',
  run: (effort) =>
    withVictim({ settings: { OPERATOR_TOKEN: TOKEN } }, (victim) => killInDeeds(victim, effort)),
}

/** How often each outcome occurred. */
interface Seen {
  kills: number
  answered: number
  /** The operator got no answer; the server may have committed the action or not. */
  unanswered: number
  /** The server was killed in the middle of a deletion. */
  brokenOff: number
}

async function killInDeeds(victim: Victim, { isShort }: Effort) {
  const checks = new Checks()
  const enough = isShort ? ENOUGH.short : ENOUGH.long
  const seen: Seen = { kills: 0, answered: 0, unanswered: 0, brokenOff: 0 }
  const asked: string[] = []
  const isEnough = () => Math.min(seen.answered, seen.unanswered, seen.brokenOff) >= enough.each
  while (seen.kills < enough.kills && !isEnough()) {
    await killInLock(victim, { checks, seen })
    asked.push(...(await killInDeletion(victim, { checks, seen })))
  }
  const isSettled = ({ accounts, jobs }: Document) =>
    jobs.length === 0 && accounts.every(({ user }) => user.leavingSince === null)
  await until(async () => isSettled(await victim.read()), 'every deletion completed', COMPLETED_WITHIN_MS)
  const { accounts } = await victim.read()
  const left = accounts.filter(({ user }) => asked.includes(user.id))
  checks.none(left, 'accounts whose deletion was acknowledged or begun are still there')
  checks.tookPlace(seen.answered, enough.each, 'deeds acknowledged before a kill')
  checks.tookPlace(seen.unanswered, enough.each, 'deeds without an answer')
  checks.tookPlace(seen.brokenOff, enough.each, 'deletions broken off by a kill')
  const { kills, answered, unanswered, brokenOff } = seen
  return {
    figures: `${kills} kills, ${answered} deeds acknowledged, ${unanswered} without an answer, ${brokenOff} deletions broken off and completed later`,
    checks,
  }
}

interface Judging {
  checks: Checks
  seen: Seen
}

/** Kills the server while it locks an account. It must store lock, event and end of the sessions together, or none. */
async function killInLock(victim: Victim, { checks, seen }: Judging): Promise<void> {
  const id = await newAccount(victim)
  const status = await askAndKill(victim, `people/${id}/lock`, {
    fields: { reason: 'x' },
    latest: 'lock',
    seen,
  })
  const { accounts, sessions, events } = await victim.read()
  const isLocked = accounts.some(({ user }) => user.id === id && user.lock !== null)
  const hasEvent = events.some(
    ({ userId, what, by }) => userId === id && what === 'locked' && by === 'operator',
  )
  const hasSessions = sessions.some(({ userId }) => userId === id)
  checks.that(isLocked || status !== 204, `an acknowledged lock is gone after kill ${seen.kills}`)
  checks.that(isLocked === hasEvent, `a lock and its event differ after kill ${seen.kills}`)
  checks.that(isLocked !== hasSessions, `a lock and its sessions differ after kill ${seen.kills}`)
  await victim.start()
}

/** Kills the server while it deletes an account. Returns the account's id if its deletion has begun. */
async function killInDeletion(victim: Victim, { checks, seen }: Judging): Promise<string[]> {
  const id = await newAccount(victim)
  const account = (await victim.read()).accounts.find(({ user }) => user.id === id)
  const fields = { username: account?.user.username ?? '' }
  const status = await askAndKill(victim, `people/${id}/delete`, { fields, latest: 'delete', seen })
  const { accounts, events } = await victim.read()
  const left = accounts.find(({ user }) => user.id === id)
  const isLeaving = left !== undefined && left.user.leavingSince !== null
  const hasEvent = events.some(({ userId, what }) => userId === id && what === 'operator-deletion')
  if (isLeaving) seen.brokenOff += 1
  const isBegun = left === undefined || isLeaving
  checks.that(isBegun || status !== 202, `an acknowledged deletion is forgotten after kill ${seen.kills}`)
  checks.that(isBegun === hasEvent, `a deletion and its event differ after kill ${seen.kills}`)
  await victim.start()
  return isBegun ? [id] : []
}

interface Asking {
  fields: Record<string, string>
  latest: keyof typeof LATEST_KILL_MS
  seen: Seen
}

/** Sends a form to the desk and kills the server meanwhile. Returns the status of the answer, or undefined. */
async function askAndKill(
  victim: Victim,
  path: string,
  { fields, latest, seen }: Asking,
): Promise<number | undefined> {
  const program = victim.visitor()
  const answer = program.post(`/api/desk/${path}`, fields, { Authorization: `Bearer ${TOKEN}` }).then(
    ({ status }) => status,
    () => undefined,
  )
  await sleep(Math.random() * LATEST_KILL_MS[latest])
  await victim.kill()
  const status = await answer
  seen.kills += 1
  if (status === undefined) seen.unanswered += 1
  else seen.answered += 1
  return status
}

/** Signs a newcomer in. Returns the id of the account. */
async function newAccount(victim: Victim): Promise<string> {
  const person = newcomer()
  await signIn(victim, person)
  const { accounts } = await victim.read()
  const account = accounts.find(({ user }) => user.email === addressOf(person))
  if (!account) throw new Error(`${person.key} is signed in without an account`)
  return account.user.id
}
