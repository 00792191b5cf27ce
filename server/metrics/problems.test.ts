import { describe, expect, it } from 'vitest'
import { Counters } from './counters.ts'
import { Problems } from './problems.ts'

describe('problems', () => {
  it('keep their beginning, are listed oldest first, and end', () => {
    let now = 1_000
    const problems = new Problems(() => now)
    problems.report('callback', { about: 'github' })
    now = 2_000
    problems.report('mail')
    problems.report('callback', { about: 'github', n: 1 })
    problems.report('callback', { about: 'twitter' })
    expect(problems.list().map(({ kind, about, since }) => [kind, about, since])).toEqual([
      ['callback', 'github', 1_000],
      ['mail', '', 2_000],
      ['callback', 'twitter', 2_000],
    ])
    problems.clear('callback', 'github')
    problems.clear('webhook')
    expect(problems.list()).toHaveLength(2)
  })

  it('distinguish a service that is down, one that is out of credit, and the site’s own services', () => {
    const problems = new Problems(() => 1_000)
    const kinds = () => problems.list().map(({ kind, about }) => `${kind} ${about}`)
    problems.noteService('x', { isCredit: true })
    problems.noteService('crm', {})
    expect(kinds()).toEqual(['x-credit ', 'service crm'])
    problems.noteService('mail', null)
    problems.noteService('x', {})
    expect(kinds()).toEqual(['service crm', 'x '])
    problems.noteService('x', null)
    problems.noteService('crm', null)
    expect(kinds()).toEqual([])
  })

  it('end an hour after the clock jumped', () => {
    let now = 1_000
    const problems = new Problems(() => now)
    problems.report('clock')
    now += 3_600_000
    expect(problems.list()).toHaveLength(1)
    now += 1
    expect(problems.list()).toEqual([])
  })
})

describe('counters', () => {
  it('keep counts that cannot be stored, and add them once', async () => {
    const stored: unknown[] = []
    let isDown = true
    const counters = new Counters({
      now: () => Date.parse('2026-11-01T23:59:59.000Z'),
      log: { warn: () => undefined },
      store: {
        async count(counts) {
          if (isDown) throw new Error('down')
          stored.push(...counts)
        },
      },
    })
    counters.add('a')
    counters.add('b')
    await counters.flush()
    counters.add('a')
    isDown = false
    await Promise.all([counters.flush(), counters.flush()])
    expect(stored).toEqual([
      { day: '2026-11-01', key: 'a', n: 2 },
      { day: '2026-11-01', key: 'b', n: 1 },
    ])
  })
})
