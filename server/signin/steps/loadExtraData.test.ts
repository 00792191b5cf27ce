import { describe, expect, it } from 'vitest'
import { loadExtraData } from './loadExtraData.ts'
import { ADA, connectionWith, contextWith, NOW, toolsWith } from './testContext.ts'

describe('loadExtraData', () => {
  it('does nothing without a connection', () => {
    expect(loadExtraData(contextWith(), toolsWith())).toEqual({})
  })

  it('keeps the newest name, tokens and extra data, and when they were read', () => {
    const context = contextWith({ connection: connectionWith() })
    expect(loadExtraData(context, toolsWith())).toEqual({
      connection: connectionWith({
        username: 'ada',
        credentials: 'sealed now',
        extraData: { company: 'Analytical Engines', profileReadAt: NOW },
      }),
    })
  })

  it('keeps the known data and the time of the last read when the profile is partial', () => {
    const profile = { ...ADA, extraData: {}, isPartial: true }
    const before = connectionWith()
    expect(loadExtraData(contextWith({ connection: before, profile }), toolsWith())).toEqual({
      connection: { ...before, username: 'ada', credentials: 'sealed now' },
    })
  })
})
