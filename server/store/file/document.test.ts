import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { formatDocument, TABLES, type TableParts } from './document.ts'

it('lets the loop turn while a large file is hashed', async () => {
  const none = Object.fromEntries(TABLES.map((name) => [name, []])) as unknown as TableParts
  const users = Array.from({ length: 12 }, () => Buffer.alloc(2 ** 20, ' '))
  let isDone = false
  const formatting = formatDocument(0, { ...none, users }).then(() => {
    isDone = true
  })
  let turns = 0
  for (; !isDone; turns++) await setImmediate()
  await formatting
  expect(turns).toBeGreaterThan(4)
})
