import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { GraphileEngine } from './graphileEngine.ts'
import { Presence } from './graphilePresence.ts'
import type { JobEngine } from './jobEngine.ts'

const pool = {} as pg.Pool
const log = { warn: () => undefined }

/** A presence of these engines, and whom the database has heard of. `onBeat` comes before each answer. */
function prepare(engines: GraphileEngine[], onBeat: () => Promise<void> | void = () => undefined) {
  const known = new Set(engines)
  const heard: string[] = []
  const engine: Pick<JobEngine, 'beat'> = {
    async beat(id) {
      heard.push(id)
      await onBeat()
    },
  }
  return { known, heard, presence: new Presence({ engine: engine as JobEngine, engines: known, pool, log }) }
}

describe('presence', () => {
  it('tells of the present engine, and of those that have ended with jobs in hand', async () => {
    const [idle, busy, present] = [newEngine(), newEngine(), newEngine()]
    busy.inHand = 1
    const { presence, known, heard } = prepare([idle, busy, present])
    await presence.beat()
    expect(heard).toEqual([busy.owner, present.owner])
    expect([...known]).toEqual([busy, present])
  })

  it('keeps an engine that has come while the database was asked', async () => {
    const [before, next] = [newEngine(), newEngine()]
    const { presence, known, heard } = prepare([before], () => void known.add(next))
    await presence.beat()
    expect([...known]).toEqual([before, next])
    await presence.beat()
    expect(heard).toEqual([before.owner, next.owner])
  })
})

function newEngine(): GraphileEngine {
  const engine = new GraphileEngine({
    pool,
    log,
    concurrency: 1,
    tasks: [],
    waitingTasks: () => [],
    perform: async () => undefined,
    elapsed: () => 0,
  })
  engine.poolId = 'named'
  return engine
}
