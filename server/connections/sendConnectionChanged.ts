import { addressNamed } from '../address/formerEmails.ts'
import { task } from '../jobs/task.ts'
import { mailboxOf, namelessMailbox } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { isInUse } from '../store/account.ts'
import { type ConnectionChange, connectionMail } from './connectionMail.ts'

/**
 * A `ConnectionChange`, and the address to tell: see `addressNamed`. Jobs of older versions have no `to` and
 * tell the current address. The job contains no personal data, so it may stay when the account is deleted.
 */
type Payload = {
  userId: string
  provider: string
  what: ConnectionChange['what']
  connectedAt: string
  to: string | null
}

/**
 * Tells one address that a sign-in method was added or removed. Does nothing when the account or the address
 * is gone.
 */
export const sendConnectionChanged = task<Payload, Services>(
  'sendConnectionChanged',
  async ({ userId, to = null, ...change }, { store, mailer, config, site }, { id, signal }) => {
    const account = await store.find({ id: userId })
    const address = account && isInUse(account.user) ? addressNamed(account.user, to) : null
    if (!account || address === null) return
    const isToFormer = to !== null
    const mail = connectionMail(account, change, { config, providers: site.providers, isToFormer })
    const mailbox = isToFormer ? namelessMailbox(address) : mailboxOf(account.user, address)
    await mailer.send(mail, { to: mailbox, messageId: id, kind: change.what, signal })
  },
  { service: MAIL_SERVICE },
)
