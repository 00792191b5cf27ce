import type { Config } from '../config.ts'
import { RetryLater } from '../jobs/task.ts'
import type { Logger } from '../log.ts'
import type { Sealer } from '../seal.ts'
import { emailKey } from '../store/account.ts'
import type { Limit, Store } from '../store/store.ts'
import type { Envelope, Mailer } from './mailer.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Rate = Pick<Limit, 'max' | 'windowMs'>

/**
 * Limits for mails of one kind to one address, from all accounts together. No person needs more; without
 * these limits an attacker could use the site to flood a mailbox, for example by creating and deleting
 * accounts. The limits of codes per person are in http/limits.ts.
 */
const FOR_ADDRESS: Record<Envelope['kind'], Rate> = {
  reminder: { max: 3, windowMs: HOUR_MS },
  welcome: { max: 3, windowMs: DAY_MS },
  farewell: { max: 3, windowMs: DAY_MS },
  'address-code': { max: 12, windowMs: HOUR_MS },
  'address-taken': { max: 3, windowMs: HOUR_MS },
  'address-changed': { max: 3, windowMs: HOUR_MS },
  connected: { max: 3, windowMs: HOUR_MS },
  disconnected: { max: 3, windowMs: HOUR_MS },
}

/**
 * Limits for mails of one kind from the whole site: far above normal use, and below what a mail server
 * accepts.
 */
const FOR_SITE: Partial<Record<Envelope['kind'], Rate>> = {
  reminder: { max: 600, windowMs: MINUTE_MS },
}

interface Needs {
  config: Pick<Config, 'rateLimits'>
  store: Pick<Store, 'use'>
  sealer: Pick<Sealer, 'fingerprint'>
  log: Pick<Logger, 'warn'>
  now: () => number
}

/**
 * Wraps the mailer with limits. Over the limit of an address, the mail is dropped and counts as sent. Over
 * the limit of the site, the mail waits (`RetryLater`), because its recipient is not the cause. Only mails
 * that are really sent count, and retries of a mail count once.
 */
export function limitMails(mailer: Mailer, { config, store, sealer, log, now }: Needs): Mailer {
  if (!config.rateLimits) return mailer
  return {
    ...mailer,
    async send(mail, envelope) {
      const { kind, messageId, to } = envelope
      const key = `mail:${kind}:${sealer.fingerprint(emailKey(to.address))}`
      if ((await store.use([{ key, ...FOR_ADDRESS[kind] }], messageId)) > 0) {
        log.warn({ job: messageId, kind }, 'mail left out: its address has had enough of them')
        return
      }
      const ofSite = FOR_SITE[kind]
      const waitMs = ofSite ? await store.use([{ key: `mails:${kind}`, ...ofSite }], messageId) : 0
      if (waitMs > 0)
        throw new RetryLater(`the site has sent too many mails of the kind ${kind}`, now() + waitMs)
      await mailer.send(mail, envelope)
    },
  }
}
