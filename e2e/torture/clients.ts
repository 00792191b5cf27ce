import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { newcomer, signIn } from './load.ts'
import { Checks, type Row } from './row.ts'
import { type Victim, withVictim } from './victim.ts'
import { percentile99, startWatch } from './watch.ts'

const CUT_WITHIN_MS = 15_000
const OTHERS_WITHIN_MS = 300

/** The kinds of misbehaving clients: what they send at first (`begin`), and then every second (`goOn`). */
const BURDENS = {
  idle: { begin: '', goOn: '' },
  'slow headers': { begin: 'GET / HTTP/1.1\r\nHost: localhost\r\n', goOn: 'X-A: b\r\n' },
  'slow body': { begin: post('application/json', 'Content-Length: 1000'), goOn: 'x' },
  'endless body': {
    begin: post('application/json', 'Transfer-Encoding: chunked'),
    goOn: chunk('x'.repeat(8_192)),
  },
  'endless headers': {
    begin: 'GET / HTTP/1.1\r\nHost: localhost\r\n',
    goOn: `X-A: ${'b'.repeat(4_096)}\r\n`,
  },
} as const

/** Thousands of clients that send slowly or without end. The server must cut them off and serve the others in time. */
export const clients: Row = {
  name: 'clients',
  fault: 'slow and greedy clients',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const watch = startWatch(victim)
      const burdens = Object.keys(BURDENS) as (keyof typeof BURDENS)[]
      const names = burdens.flatMap((name) => Array.from({ length: countOf(name, { isShort }) }, () => name))
      // One client a millisecond: the kernel drops connections when more arrive at once than its backlog holds.
      const crowd = names.map((name, index) => sleep(index).then(() => burden(victim, name)))
      const deep = await deepJson(victim, checks)
      const person = newcomer()
      await signIn(victim, person)
      const lives = await Promise.all(crowd)
      const times = await watch.stop()
      for (const { name, ms } of lives)
        checks.that(ms <= CUT_WITHIN_MS, `${name}: still there after ${ms} ms`)
      const p99 = percentile99(times)
      checks.that(p99 < OTHERS_WITHIN_MS, `others waited ${p99} ms (p99)`)
      checks.tookPlace(lives.length, 100, 'slow or greedy clients')
      checks.tookPlace(times.length, 20, 'other requests answered meanwhile')
      const longest = Math.max(...lives.map(({ ms }) => ms))
      return {
        figures: `${lives.length} clients of ${burdens.length} kinds, all cut off within ${(longest / 1_000).toFixed(1)} s; ${deep} bodies of deep JSON refused; p99 of ${times.length} other requests ${p99} ms`,
        checks,
      }
    }),
}

function countOf(name: string, { isShort }: { isShort: boolean }): number {
  if (name === 'idle') return isShort ? 300 : 2_000
  return isShort ? 10 : 100
}

function post(type: string, header: string): string {
  return `POST /api/reminder HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n${header}\r\n\r\n`
}

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`
}

/** Plays one client until the server hangs up, or until 5 s after it should have. `ms` is the time it was connected. */
async function burden({ url }: Victim, name: keyof typeof BURDENS): Promise<{ name: string; ms: number }> {
  const { begin, goOn } = BURDENS[name]
  const socket = connect({ port: Number(new URL(url).port), host: 'localhost' })
  const closed = endOf(socket)
  await once(socket, 'connect')
  const begun = performance.now()
  if (begin) socket.write(begin)
  const drip = goOn ? setInterval(() => socket.write(goOn), 1_000) : undefined
  await Promise.race([closed, sleep(CUT_WITHIN_MS + 5_000, undefined, { ref: false })])
  clearInterval(drip)
  socket.destroy()
  return { name, ms: Math.round(performance.now() - begun) }
}

/** Resolves when the socket is closed. An error is expected: the server resets the connection. */
function endOf(socket: Socket): Promise<void> {
  socket.on('error', () => socket.destroy())
  socket.resume()
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** Sends nested JSON, within the limit of 16 kB and beyond it. The server must refuse it and go on. */
async function deepJson(victim: Victim, checks: Checks): Promise<number> {
  const depths = [1_000, 7_900, 100_000]
  for (const depth of depths) {
    const response = await victim.visitor().fetch('/api/reminder', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `{"email":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    })
    checks.that([400, 413].includes(response.status), `${depth} levels of JSON: ${response.status}`)
  }
  return depths.length
}
