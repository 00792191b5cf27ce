import { onTestFinished } from 'vitest'
import { finishDeletion } from '../../server/deletion/finishDeletion.ts'
import { startWebhookReceiver } from '../standins/webhookReceiver.ts'
import { startTestSite, type TestSiteOptions } from './testSite.ts'

/** The secret of the tests' receiver, and the one before it. */
export const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
export const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

/** Jobs there fall due by the clock of the database, which no test moves. */
export const ON_POSTGRES = process.env.TEST_STORE === 'postgres'

/** Lets time pass for a site and wakes its worker, so that no test waits as long as jobs do. */
export async function hurry({ advance, services }: Pick<TestSite, 'advance' | 'services'>, ms = 21_000) {
  if (ON_POSTGRES) return
  advance(ms)
  // A job that is added wakes the worker; this one finds nothing to do.
  await services.queue.add([finishDeletion.delay({ userId: 'nobody', since: '', from: '' })])
}

type TestSite = Awaited<ReturnType<typeof startTestSite>>

/** A site with a receiver, both over real HTTP. */
export async function siteWithReceiver({ env = {}, ...options }: TestSiteOptions = {}) {
  const receiver = await startWebhookReceiver()
  // Registered first, so run last: the site's jobs end before it.
  onTestFinished(() => receiver.stop())
  const site = await startTestSite({
    ...options,
    env: { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET, ...env },
  })
  return { site, receiver }
}
