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
 * Mails of a kind to one address. Nobody needs more, and whoever makes us send more uses us against somebody: an account can be
 * made and deleted again and again. Codes are limited for each person who asks; this is for all of them together.
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

/** Mails of a kind from the whole site, far above what people ask for and below what a mail server bears. */
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
 * The mailer, within limits. One mail too many to an address is left out and counts as sent. One too many from the site waits
 * (`RetryLater`): its recipient did nothing wrong. Only what is really sent counts, and trying the same mail again is not
 * another one.
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
