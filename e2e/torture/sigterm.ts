import { setTimeout as sleep } from 'node:timers/promises'
import { audit, startLoad, welcomed } from './load.ts'
import { Checks, type Row } from './row.ts'
import { until, withVictim } from './victim.ts'

const ENDS_WITHIN_MS = 10_000

/** SIGTERM while people sign in over keep-alive connections and the server sends mails. */
export const sigterm: Row = {
  name: 'sigterm',
  fault: 'SIGTERM under load',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const stops = isShort ? 5 : 50
      const times: number[] = []
      const lives: { ready: number; signal: number }[] = []
      let ready = performance.now()
      const load = startLoad(victim, { width: 3 })
      for (let round = 0; round < stops; round++) {
        await sleep(300 + Math.random() * 300)
        // The server is sending some mails when the signal arrives.
        victim.mail.faults.set('*', { kind: 'delay', ms: 700, times: 4 })
        await sleep(200)
        const begun = performance.now()
        lives.push({ ready, signal: begun })
        checks.that((await victim.stop()) === 0, 'an exit code other than 0')
        times.push(Math.round(performance.now() - begun))
        await victim.start()
        ready = performance.now()
      }
      await load.stop()
      // The server answers requests that began before the signal. It may reset connections that arrive after it.
      const wasInside = (begun: number) => lives.some((life) => begun > life.ready && begun < life.signal)
      const resets = load.dropped.filter(({ words }) => words.includes('read ECONNRESET'))
      const dropped = load.dropped.filter(({ begun }) => wasInside(begun))
      checks.none(dropped, 'requests dropped that were under way')
      checks.that(resets.length <= 1 + stops / 10, `${resets.length} connections reset as the door closed`)
      await until(async () => (await victim.read()).jobs.length === 0, 'every job done', 90_000)
      const mailed = welcomed(victim)
      const { lost } = audit(await victim.read(), { ...load, mailed })
      checks.none(lost, 'acknowledged accounts lost')
      checks.none(victim.mail.mails.length - mailed.size, 'mails sent twice')
      checks.none((await victim.read()).accounts.length - mailed.size, 'users without a welcome')
      checks.tookPlace(load.acknowledged.length, 3 * stops, 'sign-ins acknowledged around the stops')
      const slowest = Math.max(...times)
      checks.that(slowest <= ENDS_WITHIN_MS, `ended after ${slowest} ms`)
      return {
        figures: `${stops} stops, each within ${slowest} ms with exit 0; ${load.acknowledged.length} acknowledged, ${lost.length} lost, ${dropped.length} requests under way dropped (${resets.length} of those who came as the door closed), ${mailed.size} welcomed once`,
        checks,
      }
    }),
}
