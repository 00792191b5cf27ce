import { endedByItself, runServer } from '../support/server.ts'
import { audit, startLoad, welcomed } from './load.ts'
import { Checks, type Row } from './row.ts'
import { type Victim, withVictim } from './victim.ts'

const REFUSED_WITHIN_MS = 1_000

/** Second processes start on the same data file while people sign in. Each must be refused. */
export const second: Row = {
  name: 'second',
  fault: 'second process on the same file',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const times: number[] = []
      const load = startLoad(victim, { width: 1 })
      for (let count = 0; count < (isShort ? 5 : 50); count++) times.push(await startSecond(victim, checks))
      await load.stop()
      const { lost } = audit(await victim.read(), { ...load, mailed: welcomed(victim) })
      checks.none(lost, 'acknowledged accounts lost')
      checks.tookPlace(load.acknowledged.length, times.length, 'sign-ins acknowledged meanwhile')
      checks.tookPlace(times.length, isShort ? 5 : 50, 'second processes refused')
      const slowest = Math.max(...times)
      // In the short form other rows run at the same time, so the time says nothing.
      checks.that(isShort || slowest <= REFUSED_WITHIN_MS, `refused after ${slowest} ms`)
      // A killed process leaves its lock; the next one must take it over.
      const kills = isShort ? 2 : 20
      for (let count = 0; count < kills; count++) {
        await victim.kill()
        await victim.start()
      }
      return {
        figures: `${times.length} starts refused after ${slowest} ms at most, ${load.acknowledged.length} acknowledged meanwhile, ${lost.length} lost; ${kills} locks left by a kill taken over`,
        checks,
      }
    }),
}

/** Starts a second process. Returns the milliseconds until it has refused to start. */
async function startSecond(victim: Victim, checks: Checks): Promise<number> {
  const begun = performance.now()
  const server = runServer({ ...victim.settings, PORT: '1' })
  const code = await endedByItself(server)
  const isNamed = server.output.stderr.includes(`in use by process ${victim.server.child.pid}:`)
  checks.that(code === 1 && isNamed, `a second process ended with ${code}: ${server.output.stderr}`)
  return Math.round(performance.now() - begun)
}
