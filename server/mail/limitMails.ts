import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import type { Sealer } from '../seal.ts'
import { emailKey } from '../store/account.ts'
import type { Store } from '../store/store.ts'
import type { Mailer } from './mailer.ts'

/** Nobody needs more of one kind, and whoever makes us send more is using us against somebody. */
const MAX_AN_HOUR = 3

interface Needs {
  config: Pick<Config, 'rateLimits'>
  store: Pick<Store, 'use'>
  sealer: Pick<Sealer, 'fingerprint'>
  log: Pick<Logger, 'warn'>
}

/**
 * The mailer, but with at most three mails of a kind to one address in any hour, by whatever way strangers may bring them about. One
 * more is left out and counts as sent. Trying the same mail again is not another one.
 */
export function limitMails(mailer: Mailer, { config, store, sealer, log }: Needs): Mailer {
  if (!config.rateLimits) return mailer
  return {
    ...mailer,
    async send(mail, envelope) {
      const { kind, messageId, to, isOwners } = envelope
      if (isOwners) return mailer.send(mail, envelope)
      const key = `mail:${kind}:${sealer.fingerprint(emailKey(to.address))}`
      const waitMs = await store.use([{ key, max: MAX_AN_HOUR, windowMs: 3_600_000 }], messageId)
      if (waitMs === 0) await mailer.send(mail, envelope)
      else log.warn({ job: messageId, kind }, 'mail left out: its address had three of them within the hour')
    },
  }
}
