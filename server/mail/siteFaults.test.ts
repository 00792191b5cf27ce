import { describe, expect, it } from 'vitest'
import { SiteFaults } from './siteFaults.ts'

function start() {
  const clock = { now: 0 }
  const faults = new SiteFaults(() => clock.now)
  const refuse = (...ids: string[]) => ids.map((id) => faults.refuse(id))
  return { clock, faults, refuse }
}

describe('mails that are refused as if the site were set up wrong', () => {
  it('all wait, in their order, when no other mail is accepted', () => {
    const { refuse, clock } = start()
    expect(refuse('a', 'b', 'c')).toEqual([undefined, undefined, undefined])
    for (let tries = 2; tries < 30; tries++) {
      clock.now += 20_000
      expect(refuse('a')).toEqual([undefined])
    }
  })

  it('do not delay the others while these are accepted', () => {
    const { faults, refuse, clock } = start()
    faults.accept('b')
    clock.now = 1_000
    expect(refuse('a')).toEqual([1_000])
    for (const waitMs of [60_000, 300_000, 1_200_000, 3_600_000, 3_600_000]) {
      clock.now += 100_000
      faults.accept(`other ${waitMs}`)
      expect(refuse('a')).toEqual([waitMs])
    }
  })

  it('let another mail try while too few were refused to be certain', () => {
    const { faults, refuse, clock } = start()
    expect(refuse('a')).toEqual([undefined])
    clock.now = 1_000
    expect(refuse('a')).toEqual([0])
    faults.accept('b')
    clock.now = 6_000
    expect(refuse('a')).toEqual([300_000])
  })

  it('all wait again when the set-up breaks after mails were accepted', () => {
    const { faults, refuse, clock } = start()
    faults.accept('before')
    clock.now = 5_000
    expect(refuse('a', 'b', 'c', 'd')).toEqual([1_000, 1_000, 1_000, 1_000])
    clock.now = 10_000
    expect(refuse('a')).toEqual([undefined])
  })

  it('let another mail try now and then, even when it is certain', () => {
    const { refuse } = start()
    refuse('a', 'b', 'c')
    const waits = Array.from({ length: 60 }, () => refuse('a')[0])
    expect(waits.filter((waitMs) => waitMs !== undefined)).toHaveLength(2)
  })

  it('are remembered up to a maximum number', () => {
    const { faults, refuse } = start()
    for (let n = 0; n < 5_000; n++) refuse(String(n))
    faults.accept('x')
    // The first mail is forgotten: it counts as refused for the first time, right after an acceptance.
    expect(refuse('0')).toEqual([1_000])
    expect(refuse('4999')).toEqual([60_000])
  })
})
