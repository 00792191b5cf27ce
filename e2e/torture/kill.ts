import { setTimeout as sleep } from 'node:timers/promises'
import { audit, startLoad, welcomed } from './load.ts'
import { Checks, type Row } from './row.ts'
import { until, withVictim } from './victim.ts'

/** A worker of the file store runs five jobs at a time, and each of them may have sent its mail before the kill. */
const MAILS_TWICE_A_KILL = 5

/** After two hundred kills, thousands of mails wait. */
const DELIVERED_WITHIN_MS = 300_000

/** kill -9 at any moment of a sign-in, repeatedly on the same file. */
export const kill: Row = {
  name: 'kill',
  fault: 'kill -9 under sign-in load',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const kills = isShort ? 10 : 200
      const load = startLoad(victim)
      const startsMs: number[] = []
      let [lostInAll, halfMadeInAll] = [0, 0]
      for (let round = 0; round < kills; round++) {
        await sleep(100 + Math.random() * 400)
        await victim.kill()
        const { lost, halfMade } = audit(await victim.read(), {
          acknowledged: load.acknowledged,
          mailed: welcomed(victim),
        })
        checks.none(lost, `acknowledged accounts lost at kill ${round}`)
        checks.none(halfMade, `half-made accounts at kill ${round}`)
        lostInAll += lost.length
        halfMadeInAll += halfMade.length
        startsMs.push(await victim.start())
      }
      await load.stop()
      await until(
        async () => (await victim.read()).jobs.length === 0,
        'every welcome mail delivered',
        DELIVERED_WITHIN_MS,
      )
      const { accounts } = await victim.read()
      const unwelcomed = accounts.filter(
        ({ user }) => user.email !== null && !welcomed(victim).has(user.email),
      )
      checks.none(unwelcomed, 'new users without a welcome mail')
      const twice = duplicates(victim.mail.mails.map(({ recipients }) => String(recipients)))
      checks.that(twice <= kills * MAILS_TWICE_A_KILL, `${twice} mails sent twice by ${kills} kills`)
      checks.tookPlace(load.acknowledged.length, kills, 'sign-ins acknowledged between the kills')
      return {
        figures: `${kills} kills, ${load.acknowledged.length} acknowledged, ${lostInAll} lost, ${halfMadeInAll} half-made; ${accounts.length} welcomed, ${twice} of them twice; up again in ${Math.round(Math.max(...startsMs))} ms at most`,
        checks,
      }
    }),
}

function duplicates(words: string[]): number {
  return words.length - new Set(words).size
}
