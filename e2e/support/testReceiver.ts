import { onTestFinished } from 'vitest'
import { finishDeletion } from '../../server/deletion/finishDeletion.ts'
import { startWebhookReceiver } from '../standins/webhookReceiver.ts'
import { startTestSite, type TestSiteOptions } from './testSite.ts'

/** The secret of the tests' receiver, and the one before it. */
export const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
export const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

/** Whether the tests use PostgreSQL, where jobs become due by the database's clock, which tests cannot move. */
export const ON_POSTGRES = process.env.TEST_STORE === 'postgres'

/** Moves a site's clock and wakes its worker, so that tests need not wait until jobs become due. */
export async function hurry({ advance, services }: Pick<TestSite, 'advance' | 'services'>, ms = 21_000) {
  if (ON_POSTGRES) return
  advance(ms)
  // Adding a job wakes the worker. This job does nothing.
  await services.queue.add([finishDeletion.delay({ userId: 'nobody', since: '', from: '' })])
}

type TestSite = Awaited<ReturnType<typeof startTestSite>>

/** Starts a site with a webhook receiver, both over real HTTP. */
export async function siteWithReceiver({ env = {}, ...options }: TestSiteOptions = {}) {
  const receiver = await startWebhookReceiver()
  // Registered first, so that it runs last: the receiver must outlive the site's jobs.
  onTestFinished(() => receiver.stop())
  const site = await startTestSite({
    ...options,
    env: { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET, ...env },
  })
  return { site, receiver }
}
