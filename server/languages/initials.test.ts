import { describe, expect, it } from 'vitest'
import { initials } from './initials.ts'

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['  Ada  King  Lovelace ', 'AL'],
    ['수학자 🚀', '수🚀'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
    ['', ''],
  ])('of %j are %j', (name, letters) => expect(initials(name)).toBe(letters))
})
