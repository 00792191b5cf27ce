import { expect, it, onTestFinished } from 'vitest'
import { newDatabase } from '../../../e2e/support/testDatabase.ts'
import { poolOfEngine } from './engine.ts'
import { createPool } from './pool.ts'

it("gives graphile-worker's listening client back once, however often it is released", async () => {
  const log = { warn: () => undefined }
  const pool = createPool({ url: await newDatabase(), max: 1, log })
  onTestFinished(() => pool.end())
  const released = new Promise<number>((resolve, reject) => {
    poolOfEngine(pool, log).connect((error, _client, release) => {
      if (error) return reject(error)
      try {
        release()
        release()
        resolve(pool.idleCount)
      } catch (refused) {
        reject(refused)
      }
    })
  })
  expect(await released).toBe(1)
  await pool.query('select 1')
})
