import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { welcomeMail } from './welcomeMail.ts'

/** Greets a new user by mail. Does nothing when the account or its address is gone by then. */
export const sendWelcomeEmail = task<{ userId: string }, Services>(
  'sendWelcomeEmail',
  async ({ userId }, { store, mailer, config, site }, { id, signal }) => {
    const found = await store.findUser(userId)
    if (!found?.user.email) return
    const { name, email, emailVerified } = found.user
    const mail = welcomeMail({ ...found, config, providers: site.providers })
    const to = { name, address: email, isVerified: emailVerified }
    await mailer.send(mail, { to, messageId: id, kind: 'welcome', signal })
  },
  { service: MAIL_SERVICE },
)
