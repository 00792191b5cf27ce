import { setTimeout as sleep } from 'node:timers/promises'
import type { Document } from '../../server/store/file/document.ts'
import type { Person } from '../standins/people.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { until, type Victim, withVictim } from './victim.ts'

/** The job that completes an interrupted deletion starts after half a minute. */
const COMPLETED_WITHIN_MS = 60_000

/** The latest kill, as a multiple of the time that an undisturbed deletion takes. */
const LATEST_KILL = 1.3

/** The row goes on until it has seen both outcomes `each` times, or has killed the server `kills` times. */
const ENOUGH = { short: { each: 2, kills: 60 }, long: { each: 10, kills: 300 } }

/** kill -9 at any moment of a deletion. Afterwards the account is whole, or the deletion is completed. */
export const deletion: Row = {
  name: 'deletion',
  fault: 'kill -9 in the middle of a deletion',
  run: (effort) => withVictim({}, (victim) => killInDeletions(victim, effort)),
}

async function killInDeletions(victim: Victim, { isShort }: Effort) {
  const checks = new Checks()
  const people: Person[] = []
  const enough = isShort ? ENOUGH.short : ENOUGH.long
  const undisturbedMs = await deleteUndisturbed(victim)
  const brokenOff = new Set<string>()
  let [kills, answered] = [0, 0]
  while (kills < enough.kills && Math.min(answered, brokenOff.size) < enough.each) {
    kills += 1
    const person = newcomer()
    people.push(person)
    if (await deleteAndKill(victim, person, undisturbedMs)) answered += 1
    for (const id of leavingIn(await victim.read())) brokenOff.add(id)
    await victim.start()
    checks.that(await isWholeOrGone(victim, person), `${person.key} is half there after kill ${kills}`)
  }
  await until(async () => isSettled(await victim.read()), 'every deletion completed', COMPLETED_WITHIN_MS)
  const { gone, grants, silent } = await aftermath(victim, people)
  checks.that(gone >= answered, `${answered} deletions acknowledged, ${gone} accounts gone`)
  checks.none(grants, 'grants of deleted accounts not taken back')
  checks.none(silent, 'deleted accounts without a farewell mail')
  checks.tookPlace(answered, enough.each, 'deletions acknowledged before a kill')
  checks.tookPlace(brokenOff.size, enough.each, 'deletions broken off by a kill')
  return {
    figures: `${kills} kills, ${answered} deletions acknowledged, ${brokenOff.size} broken off and completed later; ${gone} accounts gone, each with its farewell and without its grant`,
    checks,
  }
}

/** The milliseconds from the click to the answer. */
async function deleteUndisturbed(victim: Victim): Promise<number> {
  const person = newcomer()
  const browser = await signIn(victim, person)
  const begun = performance.now()
  const { status } = await browser.post('/api/account/delete', { username: person.key })
  if (status !== 303) throw new Error(`an undisturbed deletion was answered with ${status}`)
  return performance.now() - begun
}

/** Deletes the person's account and kills the server meanwhile. Returns whether the server confirmed the deletion. */
async function deleteAndKill(victim: Victim, person: Person, undisturbedMs: number): Promise<boolean> {
  const browser = await signIn(victim, person)
  const answer = browser.post('/api/account/delete', { username: person.key }).then(
    ({ status }) => status === 303,
    () => false,
  )
  await sleep(Math.random() * LATEST_KILL * undisturbedMs)
  await victim.kill()
  return answer
}

function leavingIn({ accounts }: Document): string[] {
  return accounts.filter(({ user }) => user.leavingSince !== null).map(({ user }) => user.id)
}

/** Whether the person has an account with its connection, or no account. */
async function isWholeOrGone(victim: Victim, { key, github }: Person): Promise<boolean> {
  const { accounts } = await victim.read()
  const account = accounts.find(({ user }) => user.username === key)
  return !account || account.connections.some(({ uid }) => uid === String(github?.id))
}

function isSettled(document: Document): boolean {
  return leavingIn(document).length === 0 && document.jobs.length === 0
}

/** Counts the deleted accounts, their grants that are still at GitHub, and those without a farewell mail. */
async function aftermath(victim: Victim, people: Person[]) {
  const { accounts } = await victim.read()
  const linked = new Set(accounts.flatMap(({ connections }) => connections.map(({ uid }) => uid)))
  const gone = people.filter(({ github }) => !linked.has(String(github?.id)))
  const keys = new Set(gone.map(({ key }) => key))
  const farewells = victim.mail.mails.filter(({ subject }) => subject.includes('is deleted'))
  const bidden = new Set(farewells.flatMap(({ recipients }) => recipients))
  return {
    gone: gone.length,
    grants: victim.github.grants.filter(({ key }) => keys.has(key)).length,
    silent: gone.filter((person) => !bidden.has(addressOf(person))).length,
  }
}
