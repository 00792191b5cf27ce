import { task } from '../jobs/task.ts'
import { mailboxOf, namelessMailbox } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { isInUse } from '../store/account.ts'
import { addressChangedMail, addressVerifiedMail } from './addressChangedMail.ts'
import { addressNamed } from './formerEmails.ts'

/**
 * Tells one address that the account has a new address, or that it is the new one. `to`: see `addressNamed`.
 * If the account is deleted first, the farewell goes to the same addresses.
 */
export const sendAddressChanged = task<{ userId: string; to: string | null }, Services>(
  'sendAddressChanged',
  async ({ userId, to }, { store, mailer, config }, { id, signal }) => {
    const { user } = (await store.find({ id: userId })) ?? {}
    const address = user && isInUse(user) ? addressNamed(user, to) : null
    if (!user || address === null) return
    const isPresent = to === null
    const mail = isPresent
      ? addressVerifiedMail({ user, config })
      : addressChangedMail({ language: user.language, config })
    const mailbox = isPresent ? mailboxOf(user, address) : namelessMailbox(address)
    await mailer.send(mail, { to: mailbox, messageId: id, kind: 'address-changed', signal })
  },
  { service: MAIL_SERVICE },
)
