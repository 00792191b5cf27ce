import { describe, expect, it } from 'vitest'
import { within } from './within.ts'

describe('waiting for a promise', () => {
  it('gives what it comes to in time', async () => {
    expect(await within(1_000, Promise.resolve('done'))).toBe('done')
    await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('ends when it takes too long, and minds no failure that comes later', async () => {
    let fail: (error: Error) => void = () => undefined
    const slow = new Promise<string>((_resolve, reject) => {
      fail = reject
    })
    expect(await within(5, slow)).toBeUndefined()
    fail(new Error('too late to matter'))
    await new Promise(setImmediate)
  })
})
