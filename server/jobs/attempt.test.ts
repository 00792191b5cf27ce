import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { SealBroken } from '../seal.ts'
import { StoreUnavailable } from '../store/store.ts'
import { attempt } from './attempt.ts'
import { MAX_ATTEMPTS } from './backoff.ts'
import type { ClaimedJob } from './job.ts'
import { Outages } from './outages.ts'
import { PermanentFailure, RetryLater, type RunningJob, ServiceDown, type TaskTraits, task } from './task.ts'

const NOW = 1_000_000

type Payload = { n: string }

const JOB: ClaimedJob = {
  id: 'id',
  task: 'work',
  payload: { n: '7' },
  userId: null,
  runAt: 900_000,
  attempts: 1,
}

interface Setting {
  job?: Partial<ClaimedJob>
  traits?: TaskTraits<Payload, object>
}

/** Tries a job of the task `work` once. */
function trying(run: (n: string, job: RunningJob) => Promise<void>, { job = {}, traits = {} }: Setting = {}) {
  const tasks = [task<Payload, object>('work', ({ n }, _services, running) => run(n, running), traits)]
  const lines: { level: number; msg: string; job: string }[] = []
  const stopping = new AbortController()
  const outages = new Outages(tasks, () => 0)
  const verdict = attempt(
    { ...JOB, ...job },
    {
      tasks,
      services: {},
      log: pino({}, { write: (line) => void lines.push(JSON.parse(line)) }),
      now: () => NOW,
      random: () => 0.5,
      outages,
      stopping: stopping.signal,
    },
  )
  return { verdict, lines, stopping, outages }
}

const throwing = (error: unknown) => async () => {
  throw error
}

describe('a try', () => {
  it('runs the task with its payload, its id and the number of the try', async () => {
    const seen: unknown[] = []
    const { verdict, lines } = trying(
      async (n, { id, attempts, signal }) => void seen.push([n, id, attempts, signal.aborted]),
      { job: { attempts: 3 } },
    )
    expect(await verdict).toEqual({ kind: 'done' })
    expect(seen).toEqual([['7', 'id', 3, false]])
    expect(lines.map(({ msg, job }) => [msg, job])).toEqual([
      ['job begun', 'id'],
      ['job done', 'id'],
    ])
  })

  it('that fails is counted and made again by the backoff, without addresses in the reason', async () => {
    const { verdict } = trying(throwing(new Error('no room for ada@example.org')), { job: { attempts: 2 } })
    const reason = 'no room for (address)'
    expect(await verdict).toEqual({ kind: 'again', runAt: NOW + 8_000, attempts: 2, reason })
  })

  it('is the last after so many, or when no try will help, or when nobody knows the task', async () => {
    const last = trying(throwing(new Error('busy')), { job: { attempts: MAX_ATTEMPTS } })
    expect(await last.verdict).toEqual({ kind: 'dead', reason: 'busy' })
    const before = trying(throwing(new Error('busy')), { job: { attempts: MAX_ATTEMPTS - 1 } })
    expect(await before.verdict).toMatchObject({ kind: 'again' })
    const refused = trying(throwing(new PermanentFailure('refused')))
    expect(await refused.verdict).toEqual({ kind: 'dead', reason: 'refused' })
    expect(refused.lines.at(-1)).toMatchObject({ level: 50, msg: 'job given up' })
    const unknown = trying(async () => {}, { job: { task: 'other' } })
    expect(await unknown.verdict).toEqual({ kind: 'dead', reason: 'no task is named other' })
  })

  it('that asks to be made later is not counted, and never made in the past', async () => {
    const later = trying(throwing(new RetryLater('busy', NOW + 500)))
    expect(await later.verdict).toEqual({ kind: 'again', runAt: NOW + 500, attempts: 0, reason: 'busy' })
    const past = trying(throwing(new RetryLater('busy', 5)))
    expect(await past.verdict).toMatchObject({ runAt: NOW, attempts: 0 })
  })

  it('whose service is down keeps its place, is not counted, and begins an outage', async () => {
    const { verdict, lines, outages } = trying(throwing(new ServiceDown('nobody there')), {
      traits: { service: 'mail' },
    })
    const reason = 'nobody there'
    expect(await verdict).toEqual({ kind: 'again', runAt: JOB.runAt, attempts: 0, reason })
    expect(outages.waitingTasks()).toEqual(['work'])
    expect(lines.at(-1)).toMatchObject({ level: 40 })
  })

  it('that may itself be what its service fails at goes behind the others that wait', async () => {
    const { verdict, outages } = trying(throwing(new ServiceDown('500', { goesBehind: true })), {
      traits: { service: 'webhook' },
    })
    expect(await verdict).toMatchObject({ runAt: NOW + 2_000, attempts: 0 })
    expect(outages.waitMsOf(JOB)).toBe(1_000)
    const held = trying(throwing(new ServiceDown('500', { goesBehind: true, waitMs: 60_000 })), {
      traits: { service: 'webhook' },
    })
    expect(await held.verdict).toMatchObject({ runAt: NOW + 61_000 })
  })

  it('waits an hour for the secret that its data were sealed with', async () => {
    const { verdict } = trying(throwing(new SealBroken('was SECRET changed?')))
    expect(await verdict).toMatchObject({ kind: 'again', runAt: NOW + 3_600_000, attempts: 0 })
  })

  it('is broken off when the process ends, and keeps its place', async () => {
    const { verdict, stopping } = trying(
      (_n, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
      { job: { attempts: MAX_ATTEMPTS } },
    )
    stopping.abort(new Error('the process ends'))
    expect(await verdict).toMatchObject({ kind: 'again', runAt: JOB.runAt, attempts: MAX_ATTEMPTS - 1 })
  })

  it('is broken off after 90 seconds', async () => {
    vi.useFakeTimers()
    try {
      const { verdict } = trying(
        (_n, { signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      )
      await vi.advanceTimersByTimeAsync(90_000)
      expect(await verdict).toMatchObject({ kind: 'again', attempts: 1, reason: 'not within 90000 ms' })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a job that is given up', () => {
  const refused = throwing(new PermanentFailure('refused'))

  it('is told to its task once, and only then', async () => {
    const told: string[] = []
    const traits: TaskTraits<Payload, object> = { gaveUp: async ({ n }) => void told.push(n) }
    await trying(throwing(new Error('busy')), { traits }).verdict
    await trying(async () => {}, { traits }).verdict
    expect(told).toEqual([])
    expect(await trying(refused, { traits }).verdict).toEqual({ kind: 'dead', reason: 'refused' })
    expect(told).toEqual(['7'])
  })

  it('is told again while the store cannot be written', async () => {
    let calls = 0
    const gaveUp = async () => {
      if (calls++ === 0) throw new StoreUnavailable('full')
    }
    expect(await trying(refused, { traits: { gaveUp } }).verdict).toMatchObject({ kind: 'dead' })
    expect(calls).toBe(2)
  })

  it('is a dead letter even when its task cannot take note of it', async () => {
    const { verdict, lines } = trying(refused, { traits: { gaveUp: throwing(new Error('a mistake')) } })
    expect(await verdict).toEqual({ kind: 'dead', reason: 'refused' })
    expect(lines.at(-1)).toMatchObject({ level: 50, msg: 'the end of a job could not be stored' })
  })

  it('does not keep the process from ending', async () => {
    const { verdict, stopping } = trying(refused, {
      traits: { gaveUp: throwing(new StoreUnavailable('full')) },
    })
    await sleep(50)
    stopping.abort(new Error('the process ends'))
    expect(await verdict).toMatchObject({ kind: 'dead' })
  })
})
