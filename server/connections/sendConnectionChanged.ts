import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { connectionMail } from './connectionMail.ts'

/** What happened to which identity. */
type Change = { userId: string; provider: string; uid: string; what: 'connected' | 'disconnected' }

/**
 * Tells the account's address that a door was added or taken away: whoever did not do it must learn of it. Does nothing
 * when the account or its address is gone by then.
 */
export const sendConnectionChanged = task<Change, Services>(
  'sendConnectionChanged',
  async ({ userId, provider, uid, what }, { store, mailer, config, site }, { id, signal }) => {
    const found = await store.findUser(userId)
    if (!found?.user.email) return
    const mail = connectionMail({ ...found, provider, uid, what }, { config, providers: site.providers })
    const { name, email, emailVerified } = found.user
    const to = { name, address: email, isVerified: emailVerified }
    await mailer.send(mail, { to, messageId: id, kind: what, signal })
  },
  { service: MAIL_SERVICE },
)
