import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TableText } from './tableText.ts'

const change = fc.record({ key: fc.nat(60).map(String), row: fc.option(fc.record({ n: fc.string() })) })

describe('the text of a table', () => {
  it('is that of a Map with the same changes, whenever it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 8 }), (batches) => {
        const table = new TableText()
        const map = new Map<string, object>()
        for (const batch of batches) {
          for (const { key, row } of batch) {
            table.put(key, row ?? undefined)
            if (row) map.set(key, row)
            else map.delete(key)
          }
          expect(`[${Buffer.concat(table.parts())}]`).toBe(JSON.stringify([...map.values()]))
        }
      }),
    )
  })

  it('stays in few pieces when rows go at random', () => {
    const table = new TableText()
    const keys = Array.from({ length: 1_000 }, (_, n) => String(n))
    for (const key of keys) table.put(key, { key })
    for (const key of keys) if (Number(key) % 10 > 0) table.put(key, undefined)
    const pieces = (table.parts().length + 1) / 2
    expect(pieces).toBeLessThanOrEqual(2 * Math.ceil(100 / 16))
  })

  it('keeps no more memory than its bytes', () => {
    const table = new TableText()
    table.put('1', { name: 'Зоя' })
    const [bytes] = table.parts()
    expect(bytes?.buffer.byteLength).toBe(bytes?.length)
  })
})
