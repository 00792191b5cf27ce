import { openPostgresStore } from '../../server/store/postgres/postgresStore.ts'
import { welcomeByMail } from '../../server/welcome/welcomeNewUser.ts'
import type { Pair } from '../support/pair.ts'
import { accountOf, storeOptions } from './accounts.ts'
import { untilJobsDone, withPair } from './onPair.ts'
import { Checks, type Row } from './row.ts'

const MAY_TAKE_MS = 10 * 60_000

/** Ten thousand welcome mails wait when two servers start. The servers must share them and send each once. */
export const crowd: Row = {
  name: 'crowd',
  fault: 'two servers on ten thousand welcome mails',
  run: ({ isShort }) =>
    withPair({}, async (pair) => {
      const checks = new Checks()
      const count = isShort ? 500 : 10_000
      await Promise.all([pair.stop(0), pair.stop(1)])
      await fillWithNewcomers(pair.databaseUrl, count)
      const begun = performance.now()
      await Promise.all([pair.start(0), pair.start(1)])
      await untilJobsDone(pair, MAY_TAKE_MS)
      const seconds = (performance.now() - begun) / 1_000
      const recipients = pair.mail.mails.map((mail) => String(mail.recipients))
      const people = new Set(recipients).size
      checks.that(people === count, `${people} people have a mail, of ${count}`)
      checks.none(recipients.length - people, 'mails sent twice')
      checks.that(countMailers(pair) === 2, 'one server sent all of them')
      checks.tookPlace(people, count, 'people mailed')
      return {
        figures: `${count} jobs, ${people} people mailed, ${recipients.length - people} of them twice, ${Math.round(count / seconds)} mails a second`,
        checks,
      }
    }),
}

function countMailers({ servers }: Pair): number {
  return servers.filter(({ output }) => output.stdout.includes('job done')).length
}

async function fillWithNewcomers(url: string, count: number): Promise<void> {
  const { store } = await openPostgresStore({ url, ...storeOptions })
  for (let index = 0; index < count; index++) {
    const account = accountOf(index)
    const newcomer = { ...account.user, welcomedAt: null }
    const { user, jobs } = welcomeByMail(newcomer, newcomer.createdAt)
    await store.create({ ...account, user }, { jobs })
  }
  await store.close()
}
