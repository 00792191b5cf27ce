import { describe, expect, it } from 'vitest'
import { waitAtMost } from './waitAtMost.ts'

describe('waiting for a promise', () => {
  it('returns its result in time', async () => {
    expect(await waitAtMost(1_000, Promise.resolve('done'))).toBe('done')
    await expect(waitAtMost(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('ends after the time limit, and ignores a later failure', async () => {
    let fail: (error: Error) => void = () => undefined
    const slow = new Promise<string>((_resolve, reject) => {
      fail = reject
    })
    expect(await waitAtMost(5, slow)).toBeUndefined()
    fail(new Error('too late to matter'))
    await new Promise(setImmediate)
  })
})
