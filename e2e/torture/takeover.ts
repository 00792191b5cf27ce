import type { Pair } from '../support/pair.ts'
import { addressOf, newcomer, signIn } from './load.ts'
import { untilJobsDone, withPair } from './onPair.ts'
import { Checks, type Row } from './row.ts'
import { until } from './victim.ts'

const DONE_WITHIN_MS = 60_000

/** How long the mail server delays its greeting. Long enough to kill a server meanwhile. */
const PAUSE_MS = 2_000

/** kill -9 of one server while it sends a mail. The other server must send the mail, once. */
export const takeover: Row = {
  name: 'takeover',
  fault: 'kill -9 of one of two servers in the middle of a job',
  run: ({ isShort }) =>
    withPair({}, async (pair) => {
      const checks = new Checks()
      const times: number[] = []
      for (let round = 0; round < (isShort ? 1 : 5); round++) times.push(await killInMidJob(pair, checks))
      const slowest = Math.max(...times)
      checks.tookPlace(times.length, isShort ? 1 : 5, 'servers killed while they sent a mail')
      checks.that(slowest <= DONE_WITHIN_MS, `the job was done after ${slowest} ms`)
      return {
        figures: `${times.length} kills, the mail sent once by the other server after ${(slowest / 1_000).toFixed(0)} s at most`,
        checks,
      }
    }),
}

/** Kills the server that sends a mail. Returns the milliseconds from the kill until the job is done. */
async function killInMidJob(pair: Pair, checks: Checks): Promise<number> {
  // Closes the connections that the servers keep from the mail before: they have been greeted already.
  await pair.mail.stop()
  await pair.mail.start()
  pair.mail.faults.set('*', { kind: 'slow', ms: PAUSE_MS })
  const person = newcomer()
  await signIn(pair, person)
  const running = async () =>
    (await pair.ask('select key as id from graphile_worker.jobs where locked_at is not null'))[0]
      ?.id as string
  await until(async () => (await running()) !== undefined, 'the welcome mail is being sent')
  const id = await running()
  const owner = pair.servers.findIndex(({ output }) => output.stdout.includes(`"job":"${id}"`))
  await pair.stop(owner, 'SIGKILL')
  const begun = performance.now()
  pair.mail.faults.clear()
  await untilJobsDone(pair)
  const time = Math.round(performance.now() - begun)
  const mails = pair.mail.mails.filter(({ recipients }) => recipients.includes(addressOf(person)))
  checks.that(mails.length === 1, `${mails.length} mails`)
  await pair.start(owner)
  return time
}
