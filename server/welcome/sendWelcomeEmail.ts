import { task } from '../jobs/task.ts'
import { mailboxOf } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { isInUse } from '../store/account.ts'
import { welcomeMail } from './welcomeMail.ts'

/** Welcomes a new user by mail. Does nothing when the account or its address is gone by then. */
export const sendWelcomeEmail = task<{ userId: string }, Services>(
  'sendWelcomeEmail',
  async ({ userId }, { store, mailer, config, site }, { id, signal }) => {
    const account = await store.find({ id: userId })
    if (!account || account.user.email === null || !isInUse(account.user)) return
    const mail = welcomeMail({ ...account, config, providers: site.providers })
    const to = mailboxOf(account.user, account.user.email)
    await mailer.send(mail, { to, messageId: id, kind: 'welcome', signal })
  },
  { service: MAIL_SERVICE },
)
