import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { untilAborted, within } from './aborting.ts'

const never = () => new Promise<void>(() => {})
const waitFor = (signal: AbortSignal) => untilAborted(never(), signal)

it('waits for the work, and then no longer for the signal', async () => {
  const { signal } = new AbortController()
  expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done')
  await expect(untilAborted(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it('waits for work no longer than until the signal aborts', async () => {
  const controller = new AbortController()
  const waiting = untilAborted(never(), controller.signal)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await expect(untilAborted(never(), controller.signal)).rejects.toThrow('enough')
})

it('ends work when its time is up, however often the memory is cleared up meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const clearUp: () => void = runInNewContext('gc')
  const { signal } = new AbortController()
  const work = within(200, waitFor, signal)
  const ended = expect(work).rejects.toThrow('not within 200 ms')
  for (let count = 0; count < 3; count++) {
    await sleep(10)
    clearUp()
  }
  await ended
})

it('ends work together with what it is a part of, and leaves nothing there', async () => {
  const outer = new AbortController()
  expect(await within(60_000, async ({ aborted }) => aborted, outer.signal)).toBe(false)
  expect(getEventListeners(outer.signal, 'abort')).toEqual([])
  const work = within(60_000, waitFor, outer.signal)
  outer.abort(new Error('the process ends'))
  await expect(work).rejects.toThrow('the process ends')
  await expect(within(60_000, waitFor, outer.signal)).rejects.toThrow()
})
