import { channel } from 'node:diagnostics_channel'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { newDatabase } from '../e2e/support/testDatabase.ts'
import { Wire } from '../e2e/support/wire.ts'
import { openBackend } from './backend.ts'
import { readConfig } from './config.ts'
import { site } from './site/site.ts'
import { StoreUnavailable } from './store/store.ts'

/** Metrics with METRICS_TOKEN subscribe to this. */
const requests = channel('http.client.request.start')

/** The options of a backend whose database is behind a wire. */
async function optionsWithWire() {
  const wire = await Wire.lay(await newDatabase({ isMigrated: true }))
  onTestFinished(() => wire.close())
  const env = { DATABASE_URL: wire.url, METRICS_TOKEN: 'm'.repeat(32), SECRET: 's'.repeat(32) }
  const config = readConfig(env, [])
  const log = pino({ level: 'silent' })
  const options = { config, site, log, now: Date.now, elapsed: () => performance.now() }
  return { wire, options }
}

it('a start that the database interrupts leaves no metrics behind', async () => {
  const { wire, options } = await optionsWithWire()
  wire.cutAt('u.id > $1', 'before')
  await expect(openBackend(options)).rejects.toThrow(StoreUnavailable)
  expect([wire.cuts, requests.hasSubscribers]).toEqual([1, false])

  const backend = await openBackend(options)
  expect(requests.hasSubscribers).toBe(true)
  await backend.close()
  expect(requests.hasSubscribers).toBe(false)
})

it('a database that no longer answers does not delay the end', async () => {
  const { wire, options } = await optionsWithWire()
  const backend = await openBackend(options)
  await backend.stopJobs()
  backend.services.metrics.account('new')
  wire.freeze()
  const begun = performance.now()
  await backend.close()
  expect(performance.now() - begun).toBeLessThan(5_000)
}, 60_000)
