import { onTestFinished } from 'vitest'
import { startWebhookReceiver } from './standins/webhookReceiver.ts'
import { startTestSite, type TestSiteOptions } from './testSite.ts'

/** The secret of the tests' receiver, and the one before it. */
export const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
export const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

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
