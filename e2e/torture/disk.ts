import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit, type Load, startLoad, welcomed } from './load.ts'
import { Checks, type Effort, type Row } from './row.ts'
import { isRoot } from './tools.ts'
import { until, type Victim, withVictim } from './victim.ts'

const LARGE_BYTES = 8_000_000

const RECOVERS_WITHIN_MS = 5_000

/** While people sign in, the disk is full or fails, or the server cannot open files. Then everything works again. */
export const disk: Row = {
  name: 'disk',
  fault: 'disk full, I/O error, too many files',
  async run(effort) {
    if (!isRoot() || !existsSync('/usr/bin/strace')) {
      return { figures: '', checks: new Checks(), skipped: 'needs root, and strace' }
    }
    const checks = new Checks()
    const figures = [await fullDisk(checks), ...(await tracedFaults(checks, effort)), await noFiles(checks)]
    return { figures: figures.join('; '), checks }
  },
}

/** A fault that the row can begin and end. */
interface Fault {
  name: string
  begin(): Promise<void>
  end(): Promise<void>
}

async function fullDisk(checks: Checks): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  const filler = join(folder, 'filler')
  try {
    return await withVictim({ file: join(folder, 'doorman.json') }, (victim) =>
      suffer(victim, checks, {
        name: 'disk full',
        // The write fills the disk and then fails.
        begin: () => writeFile(filler, Buffer.alloc(LARGE_BYTES)).catch(() => undefined),
        async end() {
          await rm(filler)
          // Two generations of the accounts that sign in during this row need more than 64 kB.
          execFileSync('mount', ['-o', `remount,size=${LARGE_BYTES}`, folder])
        },
      }),
    )
  } finally {
    execFileSync('umount', [folder])
    await rm(folder, { recursive: true })
  }
}

/** Makes fdatasync fail, with which every commit ends: each call, or each second call. */
async function tracedFaults(checks: Checks, { isShort }: Effort): Promise<string[]> {
  const calls = isShort ? ['fdatasync:when=2+2'] : ['fdatasync', 'fdatasync:when=2+2']
  const figures: string[] = []
  for (const call of calls) {
    const [name = '', when] = call.split(':')
    figures.push(await withVictim({}, (victim) => suffer(victim, checks, injection(victim, name, when))))
  }
  return figures
}

/** While strace is attached to the server, it makes the calls that `when` selects fail with EIO. */
function injection(victim: Victim, call: string, when = 'when=1+'): Fault {
  let tracer: ChildProcess | undefined
  return {
    name: `EIO at ${call} (${when})`,
    async begin() {
      const inject = `inject=${call}:error=EIO:${when}`
      tracer = spawn('strace', [
        '-f',
        '-qq',
        '-e',
        `trace=${call}`,
        '-e',
        inject,
        '-o',
        '/dev/null',
        '-p',
        String(victim.server.child.pid),
      ])
      await until(() => isTraced(victim.server.child.pid), 'strace is attached')
    },
    async end() {
      tracer?.kill('SIGINT')
      if (tracer) await once(tracer, 'exit')
    },
  }
}

function isTraced(pid: number | undefined): boolean {
  return !/TracerPid:\s+0$/m.test(execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' }))
}

/** Lowers the limit of open files below their present number. Open connections go on. */
async function noFiles(checks: Checks): Promise<string> {
  return withVictim({}, (victim) => {
    const limit = (count: string) => {
      execFileSync('prlimit', ['--pid', String(victim.server.child.pid), `--nofile=${count}:`])
    }
    return suffer(victim, checks, {
      name: 'too many files',
      begin: async () => limit('30'),
      end: async () => {
        if (victim.server.child.signalCode === null) limit('4096')
      },
    })
  })
}

/** People sign in before, during and after the fault. The server must survive it once; the second time it is killed. */
async function suffer(victim: Victim, checks: Checks, fault: Fault): Promise<string> {
  const load = startLoad(victim, { width: 2 })
  try {
    await until(() => load.acknowledged.length >= 5, `${fault.name}: people get in before`)
    const ms = await liveThrough(victim, load, { checks, fault })
    await showsFault(load, fault)
    await victim.kill()
    await fault.end()
    await check(victim, load, { checks, fault })
    await victim.start()
    await getsIn(load, fault)
    checks.tookPlace(load.refused.length, 3, `sign-ins refused (${fault.name})`)
    return `${fault.name}: ${load.refused.length} refused, ready again in ${ms} ms`
  } finally {
    await load.stop()
  }
}

async function liveThrough(
  victim: Victim,
  load: Load,
  { checks, fault }: { checks: Checks; fault: Fault },
): Promise<number> {
  await showsFault(load, fault)
  await until(async () => (await readiness(victim)) === 503, `${fault.name}: /readyz says 503`)
  await fault.end()
  const begun = performance.now()
  await until(async () => (await readiness(victim)) === 200, `${fault.name}: ready again`)
  const ms = Math.round(performance.now() - begun)
  checks.that(ms <= RECOVERS_WITHIN_MS, `${fault.name}: ready again after ${ms} ms`)
  await getsIn(load, fault)
  await check(victim, load, { checks, fault })
  return ms
}

async function showsFault(load: Load, fault: Fault): Promise<void> {
  const before = load.refused.length + load.dropped.length
  await fault.begin()
  await until(() => load.refused.length + load.dropped.length >= before + 3, `${fault.name}: the fault shows`)
}

async function getsIn({ acknowledged }: Load, fault: Fault): Promise<void> {
  const before = acknowledged.length
  await until(() => acknowledged.length >= before + 3, `${fault.name}: people get in afterwards`)
}

/** Checks that acknowledged accounts are stored and refused ones are not. */
async function check(
  victim: Victim,
  load: Load,
  { checks, fault }: { checks: Checks; fault: Fault },
): Promise<void> {
  const acknowledged = [...load.acknowledged]
  const refused = [...load.refused]
  const document = await victim.read()
  const { lost, halfMade } = audit(document, { acknowledged, mailed: welcomed(victim) })
  checks.none(lost, `${fault.name}: acknowledged accounts lost`)
  checks.none(halfMade, `${fault.name}: half-made accounts`)
  const uids = new Set(document.accounts.flatMap(({ connections }) => connections.map(({ uid }) => uid)))
  const appeared = refused.filter(({ github }) => uids.has(String(github?.id)))
  checks.none(appeared, `${fault.name}: refused accounts appeared`)
}

async function readiness(victim: Victim): Promise<number> {
  const response = await victim
    .visitor()
    .get('/readyz')
    .catch(() => undefined)
  return response?.status ?? 503
}
