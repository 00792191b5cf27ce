import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { connectionOf, userOf } from '../contract/fixtures.ts'
import { deskOperations } from './deskOperations.ts'
import { Memory } from './memory.ts'

const ACCOUNTS = 100_000

it('searches a hundred thousand accounts in slices, between which others have their turn', async () => {
  const memory = new Memory()
  for (let n = 0; n < ACCOUNTS; n++) {
    const user = userOf({ id: `id-${n}`, username: `user${n}`, name: `Ünal ${n}`, email: `${n}@example.org` })
    memory.put('accounts', user.id, { user, connections: [connectionOf({ uid: String(n) })] })
  }
  const { search } = deskOperations({ memory, mutate: async () => undefined as never })
  for (const start of ['user9999', 'ÜNAL 9', '99999@', 'nobody', '']) {
    let [isOver, turns] = [false, 0]
    const searching = search({ start, limit: 51 }).finally(() => {
      isOver = true
    })
    while (!isOver) {
      turns += 1
      await setImmediate()
    }
    expect((await searching).length).toBe({ user9999: 11, '99999@': 1, nobody: 0 }[start] ?? 51)
    expect(turns).toBeGreaterThan(3)
  }
})
