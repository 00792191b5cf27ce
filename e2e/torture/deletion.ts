import { setTimeout as sleep } from 'node:timers/promises'
import type { Document } from '../../server/store/file/document.ts'
import type { User } from '../../server/user.ts'
import type { Person } from '../standins/people.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { Checks, type Row } from './row.ts'
import { until, type Victim, withVictim } from './victim.ts'

/** From the click to the answer it takes about so long. */
const KILLED_WITHIN_MS = 25

/** The job takes over after half a minute. */
const COMPLETED_WITHIN_MS = 60_000

/** kill -9 at any moment of a deletion: it has not begun, or it is completed. */
export const deletion: Row = {
  name: 'deletion',
  fault: 'kill -9 in the middle of a deletion',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const people: Person[] = []
      const kills = isShort ? 5 : 100
      let answered = 0
      const brokenOff = new Set<string>()
      for (let round = 0; round < kills; round++) {
        const person = newcomer()
        people.push(person)
        if (await deleteAndKill(victim, person)) answered += 1
        for (const { id } of leavingIn(await victim.read())) brokenOff.add(id)
        await victim.start()
        checks.that(await isWholeOrGone(victim, person), `${person.key} is half there after kill ${round}`)
      }
      await until(async () => isSettled(await victim.read()), 'every deletion completed', COMPLETED_WITHIN_MS)
      const { gone, grants, silent } = await aftermath(victim, people)
      checks.that(gone >= answered, `${answered} deletions acknowledged, ${gone} accounts gone`)
      checks.none(grants, 'grants of deleted accounts not taken back')
      checks.none(silent, 'deleted accounts without a farewell mail')
      return {
        figures: `${kills} kills, ${answered} deletions acknowledged, ${brokenOff.size} broken off and completed later; ${gone} accounts gone, each with its farewell and without its grant`,
        broken: checks.broken,
      }
    }),
}

/** Whether the browser was told that it is done. */
async function deleteAndKill(victim: Victim, person: Person): Promise<boolean> {
  const browser = await signIn(victim, person)
  const answer = browser.fetch('/api/account/delete', { method: 'POST' }).then(
    ({ status }) => status === 303,
    () => false,
  )
  await sleep(Math.random() * KILLED_WITHIN_MS)
  await victim.kill()
  return answer
}

function leavingIn({ users }: Document): User[] {
  return users.filter(({ leavingSince }) => leavingSince !== null)
}

async function isWholeOrGone(victim: Victim, { github }: Person): Promise<boolean> {
  const { users, links } = await victim.read()
  const link = links.find(({ provider, uid }) => provider === 'github' && uid === String(github?.id))
  const user = users.find(({ id }) => id === link?.userId)
  return link === undefined || user?.isActive === true
}

function isSettled(document: Document): boolean {
  return leavingIn(document).length === 0 && document.jobs.length === 0
}

/** What is left of those who are gone, on both sides. */
async function aftermath(victim: Victim, people: Person[]) {
  const { links } = await victim.read()
  const linked = new Set(links.map(({ uid }) => uid))
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
