import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { watchClock } from './watchClock.ts'

const log = { warn: () => undefined, error: () => undefined }

function start(onMove: (byMs: number) => Promise<void>) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const clock = { wall: 5_000_000, elapsed: 0 }
  const watch = watchClock({ now: () => clock.wall, elapsed: () => clock.elapsed, log, onMove })
  const pass = async (ms: number) => {
    clock.wall += ms
    clock.elapsed += ms
    await vi.advanceTimersByTimeAsync(ms)
  }
  return { clock, pass, watch }
}

describe('the watch over the clock', () => {
  it.each([7_200_000, -31_536_000_000])('reports once that the clock was set by %i ms', async (byMs) => {
    const moves: number[] = []
    const { clock, pass } = start(async (ms) => void moves.push(ms))
    await pass(10_000)
    clock.wall += byMs
    await pass(10_000)
    expect(moves).toEqual([byMs])
  })

  it('ignores the small steps that keep a clock correct', async () => {
    const moves: number[] = []
    const { clock, pass } = start(async (ms) => void moves.push(ms))
    for (let step = 0; step < 5; step++) {
      clock.wall += step % 2 ? 300 : -300
      await pass(1_000)
    }
    expect(moves).toEqual([])
  })

  it('reports again until the callback succeeds', async () => {
    const moves: number[] = []
    const { clock, pass } = start(async (ms) => {
      moves.push(ms)
      if (moves.length < 3) throw new Error('the disk is full')
    })
    clock.wall += 60_000
    await pass(10_000)
    expect(moves).toEqual([60_000, 60_000, 60_000])
  })

  it('stops when told to', async () => {
    const moves: number[] = []
    const { clock, pass, watch } = start(async (ms) => void moves.push(ms))
    watch.stop()
    clock.wall += 60_000
    await pass(10_000)
    expect(moves).toEqual([])
  })
})
