import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { reminderMail } from './reminderMail.ts'

/**
 * Mails the list of connected providers to the address of the account. A null `userId` is nobody: `private` answers
 * enqueue it for an unknown address, so that known and unknown cost the same.
 */
export const sendReminder = task<{ userId: string | null }, Services>(
  'sendReminder',
  async ({ userId }, { store, mailer, config, site }, { id, signal }) => {
    const found = userId === null ? undefined : await store.findUser(userId)
    if (!found?.user.email || found.links.length === 0) return
    const { name, email } = found.user
    const mail = reminderMail({ ...found, config, providers: site.providers })
    await mailer.send(mail, { to: { name, address: email }, messageId: id, signal })
  },
  { service: MAIL_SERVICE },
)
