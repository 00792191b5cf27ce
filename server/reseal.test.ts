import { describe, expect, it } from 'vitest'
import { newDatabase } from '../e2e/support/testDatabase.ts'
import { startTestSite } from '../e2e/support/testSite.ts'
import { PermanentFailure, task } from './jobs/task.ts'
import { sealStateOfConnection } from './providers/credentials.ts'
import { createSealer, DEAD_LETTER, sealStateOf } from './seal.ts'
import type { Services } from './services.ts'
import { site as defaultSite } from './site/site.ts'
import { warnAtStart } from './warnAtStart.ts'

const OLD = 'the-old-secret-of-thirty-two-letters'
const NEW = 'the-new-secret-of-thirty-two-letters'
const PATIENCE = { timeout: 12_000, interval: 25 }

const gone = task<{ n: string }, Services>('gone', async () => {
  throw new PermanentFailure('nobody is there')
})

const tasks = [...defaultSite.tasks, gone]

const newest = createSealer({ secrets: [NEW], now: Date.now })

const stores: [string, () => Promise<Record<string, string>>][] = [
  ['the data file', async () => ({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await newDatabase({ isMigrated: true }) })],
]

describe.each(stores)('after a rotation of SECRET, in %s', (_name, settings) => {
  /** Two people and a dead letter, sealed with the old secret. */
  async function sealedSite() {
    const site = await startTestSite({
      site: { tasks },
      env: { SECRET: OLD, ...(await settings()) },
      expectedErrors: /job given up|SECRET does not open/,
    })
    await site.visitor().signIn('github', 'ada')
    await site.visitor().signIn('twitter', 'grace')
    const { queue } = site.services
    await queue.add([{ ...gone.delay({ n: '1' }), id: 'gone' }])
    await expect.poll(() => queue.countDead(), PATIENCE).toBe(1)
    return site
  }

  /** How many stored values the first secret alone opens, and how many another one. */
  async function states(site: Awaited<ReturnType<typeof startTestSite>>) {
    const { accounts, deadLetters } = await site.document()
    const connections = accounts.flatMap((account) => account.connections)
    return Promise.all([
      ...connections.map((connection) => sealStateOfConnection(connection, newest)),
      ...deadLetters.map(({ sealed }) => sealStateOf(sealed, DEAD_LETTER, newest)),
    ])
  }

  it('everything is resealed in the background, and works without the old secret', async () => {
    const site = await sealedSite()
    expect(await states(site)).toEqual(['broken', 'broken', 'broken'])
    await site.restart({ SECRET: `${NEW},${OLD}` })
    await expect.poll(() => states(site), PATIENCE).toEqual(['current', 'current', 'current'])
    const told = site.lines.find(({ msg }) => msg.includes('is now sealed with the first one'))
    expect(told).toMatchObject({ connections: 2, deadLetters: 1 })
    await site.restart({ SECRET: NEW })
    expect(await site.services.queue.retry('gone')).toBe(true)
  })

  it('a value that no secret opens stays as it is', async () => {
    const site = await sealedSite()
    const { accounts, deadLetters } = await site.document()
    await site.restart({ SECRET: `${NEW},${'another'.repeat(5)}` })
    await site.restart({ SECRET: `${NEW},${OLD}` })
    await expect.poll(() => states(site), PATIENCE).toEqual(['current', 'current', 'current'])
    expect([accounts.length, deadLetters.length]).toEqual([2, 1])
  })
})

it('at the start the log has the number of dead letters', async () => {
  const site = await startTestSite({ site: { tasks }, expectedErrors: /job given up/ })
  const { queue } = site.services
  await queue.add([gone.delay({ n: '1' })])
  await expect.poll(() => queue.countDead(), PATIENCE).toBe(1)
  warnAtStart(site.services, { SECRET: 'x' })
  const told = () => site.lines.find(({ msg }) => msg.includes('failed permanently and wait for an operator'))
  await expect.poll(told, PATIENCE).toMatchObject({ level: 40, dead: 1 })
})
