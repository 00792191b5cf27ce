import { describe, expect, it } from 'vitest'
import { CommandRefused, fileToMove } from './command.ts'

describe('the file that import reads and export writes', () => {
  it.each([
    [['other.json'], { DATA_FILE: '/srv/doorman.json' }, 'other.json'],
    [[], { DATA_FILE: ' /srv/doorman.json ' }, '/srv/doorman.json'],
    [[], {}, 'data/doorman.json'],
  ])('is for %j with %j: %s', (args, env, file) => {
    expect(fileToMove(args, env)).toBe(file)
  })

  it('is one', () => {
    expect(() => fileToMove(['a.json', 'b.json'], {})).toThrow(CommandRefused)
  })
})
