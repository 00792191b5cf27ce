import { describe, expect, it } from 'vitest'
import type { Job } from './job.ts'
import { Outages } from './outages.ts'

const TASKS = [
  { name: 'welcome', service: 'mail', atOnce: 99 },
  { name: 'reminder', service: 'mail', atOnce: 99 },
  { name: 'tweet', service: 'x', atOnce: 99 },
  { name: 'tidy', service: null, atOnce: 1 },
  { name: 'hook', service: 'webhook', atOnce: 2 },
]

const job = (task: string, id = task) => ({ id, task }) as Job

function start() {
  const clock = { now: 0 }
  return { clock, outages: new Outages(TASKS, () => clock.now) }
}

/** A job starts, finds its service down and is back in the queue. Returns what `fail` says. */
function refuse(outages: Outages, refused: Job, answer: Parameters<Outages['fail']>[1] = { random: 0.5 }) {
  outages.begin(refused)
  const isToTell = outages.fail(refused, answer)
  outages.end(refused)
  return isToTell
}

describe('an outage', () => {
  it('makes all jobs of the service wait, and no others', () => {
    const { outages } = start()
    expect(outages.waitingTasks()).toEqual([])
    expect(refuse(outages, job('welcome'))).toBe(true)
    expect(outages.waitingTasks()).toEqual(['welcome', 'reminder'])
    expect(outages.nextTryInMs()).toBe(1_000)
  })

  it('lets one job try again, and the others wait for what it finds', () => {
    const { outages, clock } = start()
    refuse(outages, job('welcome'))
    clock.now = 1_000
    expect(outages.waitingTasks()).toEqual([])
    outages.begin(job('reminder'))
    expect(outages.waitingTasks()).toEqual(['welcome', 'reminder'])
    expect(outages.nextTryInMs()).toBe(Number.POSITIVE_INFINITY)
    expect(outages.fail(job('reminder'), { random: 0.5 })).toBe(false)
    expect(outages.nextTryInMs()).toBe(2_000)
  })

  it('lets none try while one that found the service down is not back in the queue', () => {
    const { outages, clock } = start()
    const [oldest, next] = [job('welcome', '0'), job('welcome', '1')]
    for (const each of [oldest, next]) outages.begin(each)
    for (const each of [oldest, next]) outages.fail(each, { random: 0.5 })
    clock.now = 1_000
    outages.end(next)
    expect(outages.waitingTasks()).toEqual(['welcome', 'reminder'])
    outages.end(oldest)
    expect(outages.waitingTasks()).toEqual([])
  })

  it('is one outage for all jobs that were under way when it began', () => {
    const { outages } = start()
    for (let n = 0; n < 5; n++) outages.fail(job('welcome', String(n)), { random: 0.5 })
    expect(outages.nextTryInMs()).toBe(1_000)
  })

  it('is over when one gets through', () => {
    const { outages, clock } = start()
    refuse(outages, job('welcome'))
    clock.now = 1_000
    outages.begin(job('welcome'))
    expect(outages.succeed(job('welcome'))).toBe(true)
    outages.end(job('welcome'))
    expect(outages.waitingTasks()).toEqual([])
    expect(outages.succeed(job('welcome'))).toBe(false)
  })

  it('is tried again by the next job when one ended without a word from the service', () => {
    const { outages, clock } = start()
    refuse(outages, job('welcome'))
    clock.now = 1_000
    outages.begin(job('welcome'))
    outages.end(job('welcome'))
    expect(outages.waitingTasks()).toEqual([])
  })

  it('never waits longer than half a minute, unless the service asks for it', () => {
    const { outages, clock } = start()
    for (let n = 0; n < 20; n++) {
      refuse(outages, job('tweet'), { random: 0.999 })
      clock.now += 30_000
      expect(outages.waitingTasks()).toEqual([])
    }
    outages.begin(job('tweet'))
    outages.fail(job('tweet'), { random: 0.5, waitMs: 3_600_000 })
    expect(outages.nextTryInMs()).toBe(3_600_000)
  })

  it('makes jobs wait while enough others use their service', () => {
    const { outages } = start()
    outages.begin(job('hook', 'a'))
    expect(outages.waitingTasks()).toEqual([])
    outages.begin(job('hook', 'b'))
    outages.begin(job('tidy'))
    expect(outages.waitingTasks()).toEqual(['hook'])
    outages.end(job('hook', 'a'))
    expect(outages.waitingTasks()).toEqual([])
  })

  it('is told at its beginning and once in every hour that it lasts', () => {
    const { outages, clock } = start()
    const toldAt: number[] = []
    for (; clock.now < 3 * 3_600_000; clock.now += 20_000) {
      if (refuse(outages, job('welcome'))) toldAt.push(clock.now)
    }
    expect(toldAt).toEqual([0, 3_600_000, 7_200_000])
  })
})
