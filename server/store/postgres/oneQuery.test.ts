import { describe, expect, it } from 'vitest'
import { oneQuery } from './oneQuery.ts'

describe('reads of one turn of the event loop, or that wait for one query', () => {
  it('share a query, in which each key stands once', async () => {
    const asked: (readonly string[])[] = []
    const read = oneQuery(async (keys) => {
      asked.push(keys)
      return new Map(keys.filter((key) => key !== 'unknown').map((key) => [key, key.toUpperCase()]))
    })
    const found = await Promise.all(['a', 'b', 'a', 'unknown'].map(read))
    expect(found).toEqual(['A', 'B', 'A', undefined])
    expect(await read('a')).toBe('A')
    expect(asked).toEqual([['a', 'b', 'unknown'], ['a']])
  })

  it('all fail when their query fails, and later ones ask again', async () => {
    let isAway = true
    const read = oneQuery(async (keys) => {
      if (isAway) throw new Error('away')
      return new Map(keys.map((key) => [key, key]))
    })
    expect(await Promise.allSettled([read('a'), read('b')])).toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ])
    isAway = false
    expect(await read('a')).toBe('a')
  })

  it('do not join a query that has been sent, which may not see what was committed since', async () => {
    const sent: (() => void)[] = []
    const read = oneQuery(async (keys) => {
      await new Promise<void>((resolve) => sent.push(resolve))
      return new Map(keys.map((key) => [key, sent.length]))
    })
    const first = read('a')
    await expect.poll(() => sent.length).toBe(1)
    const others = ['a', 'b', 'b'].map(read)
    sent[0]?.()
    expect(await first).toBe(1)
    await expect.poll(() => sent.length).toBe(2)
    sent[1]?.()
    expect(await Promise.all(others)).toEqual([2, 2, 2])
  })
})
