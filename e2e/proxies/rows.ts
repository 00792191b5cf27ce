import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../standins/server.ts'
import { startPair } from '../support/pair.ts'
import { Checks, type Outcome } from '../torture/row.ts'
import { until, withVictim } from '../torture/victim.ts'
import { adapt, printedBlock } from './blocks.ts'
import type { ProxyName, RunningProxy } from './proxy.ts'
import { startCaddy, startHaproxy, startNginx } from './startProxies.ts'
import { droppedOf, startVisitors, type Visitors } from './visitors.ts'

/** With fewer requests, a row has failed. */
const MIN_REQUESTS = 2_000

/** A row of the table: a proxy with a configuration from the pages for operators, and what is tried with it. */
export interface ProxyRow {
  name: string
  proxy: ProxyName
  run(): Promise<Outcome>
}

/** nginx in front of two servers on one database. While the servers are replaced, all requests must be answered. */
async function nginxBeforeTwo(): Promise<Outcome> {
  const pair = await startPair({ settings: { TRUSTED_PROXIES: '127.0.0.1' } })
  const port = await freePort()
  const [first, second] = pair.ports
  const block = adapt(printedBlock('nginx', 'upstream doorman'), {
    '10.0.0.11:3000': `127.0.0.1:${first}`,
    '10.0.0.12:3000': `127.0.0.1:${second}`,
  })
  const nginx = await startNginx(port, block)
  try {
    const restart = async () => {
      for (const index of [0, 1]) {
        if ((await pair.stop(index)) !== 0) throw new Error('an exit code other than 0')
        await pair.start(index)
      }
      return { servers: 2, gap: undefined }
    }
    return await underLoad(startVisitors(port), restart, { isHidden: true })
  } finally {
    await nginx.close()
    await pair.close()
  }
}

/** A proxy in front of one server on the file store, which is restarted. */
function beforeOne(start: (port: number, serverPort: number) => Promise<RunningProxy>, hiding: Hiding) {
  return (): Promise<Outcome> =>
    withVictim({ settings: { TRUSTED_PROXIES: '127.0.0.1' } }, async (victim) => {
      const port = await freePort()
      const proxy = await start(port, Number(new URL(victim.url).port))
      const restart = async () => {
        const from = performance.now()
        if ((await victim.stop()) !== 0) throw new Error('an exit code other than 0')
        await victim.start()
        return { servers: 1, gap: { from, to: performance.now() } }
      }
      try {
        return await underLoad(startVisitors(port), restart, hiding)
      } finally {
        await proxy.close()
      }
    })
}

interface Hiding {
  /** Whether the proxy lets requests wait while the server is down. */
  isHidden: boolean
}

interface Restart {
  servers: number
  /** When no server was running (`performance.now()`). */
  gap: { from: number; to: number } | undefined
}

const countAnswered = (visitors: Visitors) => visitors.answers.length - droppedOf(visitors).length

/** Restarts servers at least twice, until there were enough requests, and counts the dropped ones. */
async function underLoad(
  visitors: Visitors,
  restart: () => Promise<Restart>,
  { isHidden }: Hiding,
): Promise<Outcome> {
  const checks = new Checks()
  const restarts: Restart[] = []
  try {
    while (restarts.length < 2 || countAnswered(visitors) < MIN_REQUESTS) {
      await sleep(300)
      restarts.push(await restart())
    }
    const so = visitors.answers.length
    await until(() => visitors.answers.length > so + 50, 'visitors go on')
  } finally {
    await visitors.stop()
  }
  const gaps = restarts.flatMap(({ gap }) => gap ?? [])
  const isInGap = (at: number) => gaps.some(({ from, to }) => at > from && at < to)
  const dropped = droppedOf(visitors)
  const unexplained = isHidden
    ? dropped
    : dropped.filter(({ begun, ended }) => !isInGap(begun) && !isInGap(ended))
  checks.none(unexplained, 'requests dropped')
  const answered = countAnswered(visitors)
  checks.tookPlace(answered, MIN_REQUESTS, 'requests answered')
  const servers = restarts.reduce((sum, one) => sum + one.servers, 0)
  const slowest = Math.max(...visitors.answers.map(({ begun, ended }) => Math.round(ended - begun)))
  const note = isHidden ? '' : `, all ${dropped.length} others while no server was there`
  return {
    figures: `${servers} servers replaced, ${unexplained.length} of ${visitors.answers.length} requests dropped${note}; the slowest took ${slowest} ms`,
    checks,
  }
}

function nginxBefore(port: number, serverPort: number): Promise<RunningProxy> {
  const block = adapt(printedBlock('nginx', 'location / {\n    proxy_pass http://127.0.0.1:3000;'), {
    '127.0.0.1:3000': `127.0.0.1:${serverPort}`,
  })
  return startNginx(port, block)
}

function haproxyBefore(port: number, serverPort: number): Promise<RunningProxy> {
  const block = adapt(printedBlock('haproxy', 'retries 30'), {
    '127.0.0.1:3000': `127.0.0.1:${serverPort}`,
  })
  return startHaproxy(port, block)
}

function caddyBefore(port: number, serverPort: number): Promise<RunningProxy> {
  const block = adapt(printedBlock('caddyfile', 'lb_try_duration'), {
    '127.0.0.1:3000': `127.0.0.1:${serverPort}`,
  })
  return startCaddy(port, block)
}

/** The rows that replace servers, one per recipe in the pages for operators. */
export const ROWS: readonly ProxyRow[] = [
  { name: 'nginx, two servers, PostgreSQL', proxy: 'nginx', run: nginxBeforeTwo },
  { name: 'nginx, one server, file', proxy: 'nginx', run: beforeOne(nginxBefore, { isHidden: false }) },
  { name: 'HAProxy, one server, file', proxy: 'haproxy', run: beforeOne(haproxyBefore, { isHidden: true }) },
  { name: 'Caddy, one server, file', proxy: 'caddy', run: beforeOne(caddyBefore, { isHidden: true }) },
]
