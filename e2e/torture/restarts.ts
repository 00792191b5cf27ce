import { setTimeout as sleep } from 'node:timers/promises'
import type { Pair } from '../support/pair.ts'
import { audit, startLoad, welcomed } from './load.ts'
import { readAll, untilJobsDone, withPair } from './onPair.ts'
import { Checks, type Row } from './row.ts'
import { until } from './victim.ts'

const HEALTHY_WITHIN_MS = 5_000

/** PostgreSQL crashes and starts again, repeatedly, while people sign in at two servers. */
export const restarts: Row = {
  name: 'restarts',
  fault: 'immediate restarts of PostgreSQL under sign-in load',
  run: ({ isShort }) =>
    withPair({ isOwn: true }, async (pair) => {
      const checks = new Checks()
      const rounds = isShort ? 3 : 50
      const load = startLoad(pair)
      const healthyMs: number[] = []
      for (let round = 0; round < rounds; round++) {
        await sleep(200 + Math.random() * 400)
        healthyMs.push(await crashAndHeal(pair))
      }
      await sleep(500)
      await load.stop()
      await untilJobsDone(pair)
      const document = await readAll(pair)
      const { lost, halfMade } = audit(document, { ...load, mailed: welcomed(pair) })
      checks.none(lost, 'acknowledged accounts lost')
      checks.none(halfMade, 'half-made accounts')
      const uids = document.accounts.flatMap(({ connections }) => connections.map(({ uid }) => uid))
      const doubled = document.accounts.length - new Set(uids).size
      checks.none(doubled, 'doubled accounts')
      checks.none(exits(pair), 'servers ended')
      checks.tookPlace(load.acknowledged.length, rounds, 'sign-ins acknowledged between the restarts')
      checks.tookPlace(load.refused.length, rounds, 'sign-ins refused during the restarts')
      const slowest = Math.round(Math.max(...healthyMs))
      checks.that(isShort || slowest <= HEALTHY_WITHIN_MS, `healthy again after ${slowest} ms`)
      return {
        figures: `${rounds} restarts, ${load.acknowledged.length} acknowledged, ${lost.length} lost, ${doubled} doubled, ${load.refused.length} refused with 503, ${exits(pair).length} servers ended; both healthy ${slowest} ms after at most`,
        checks,
      }
    }),
}

/** Crashes and starts PostgreSQL. Returns the milliseconds from its start until both servers are ready. */
async function crashAndHeal(pair: Pair): Promise<number> {
  await pair.database?.crash()
  await sleep(Math.random() * 300)
  await pair.database?.start()
  const begun = performance.now()
  await Promise.all(pair.ports.map((port) => until(() => isReady(port), `${port} is ready again`)))
  return performance.now() - begun
}

/** False without an answer. A server that has ended counts in `exits`. */
async function isReady(port: number): Promise<boolean> {
  return fetch(`http://localhost:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function exits({ servers }: Pair): string[] {
  return servers
    .filter(({ child }) => child.exitCode !== null || child.signalCode !== null)
    .map(({ output }) => output.stdout.slice(-500) + output.stderr)
}
