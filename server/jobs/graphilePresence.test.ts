import type pg from 'pg'
import { expect, it } from 'vitest'
import { ask } from '../../e2e/database.ts'
import { newDatabase, open } from '../../e2e/testDatabase.ts'
import { GraphileEngine } from './graphileEngine.ts'
import { Presence } from './graphilePresence.ts'

it('says of an engine that has ended that it is gone, once nothing is in its hands', async () => {
  const url = await newDatabase()
  const { engine, createJobPool } = await open(url)
  const pool: pg.Pool = createJobPool()
  const [ended, present] = [newEngine(pool), newEngine(pool)]
  const engines = new Set([ended, present])
  const presence = new Presence({ engine, engines, pool, log: { warn: () => undefined } })
  const known = async () => (await ask(url, 'select id from processes')).map(({ id }) => id)
  ended.inHand = 1
  await presence.beat()
  expect(new Set(await known())).toEqual(new Set([ended.owner, present.owner]))
  ended.inHand = 0
  await presence.beat()
  expect(await known()).toEqual([present.owner])
  expect([...engines]).toEqual([present])
  await pool.end()
})

function newEngine(pool: pg.Pool): GraphileEngine {
  const engine = new GraphileEngine({
    pool,
    log: { warn: () => undefined },
    concurrency: 1,
    tasks: [],
    waitingTasks: () => [],
    perform: async () => undefined,
    elapsed: () => 0,
  })
  engine.poolId = 'named'
  return engine
}
