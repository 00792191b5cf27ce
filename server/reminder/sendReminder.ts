import { eventAt } from '../audit/event.ts'
import { task } from '../jobs/task.ts'
import { mailboxOf } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { type Account, isInUse } from '../store/account.ts'
import { reminderMail } from './reminderMail.ts'

/** Which account: that of a user, or the one with an address, which is sealed for `REMINDER_PURPOSE`. */
type Which = { userId: string; sealedAddress: null } | { userId: null; sealedAddress: string }

/** What `sendReminder` seals an address for. */
export const REMINDER_PURPOSE = 'reminder'

/**
 * Mails the list of sign-in methods to the address of the account. `from` is the network that asked, for the audit trail.
 * Given an address, the job looks the account up and not the request, so that known and unknown addresses cost the asker
 * the same.
 */
export const sendReminder = task<Which & { from: string }, Services>(
  'sendReminder',
  async ({ from, ...which }, services, { id, signal }) => {
    const { store, mailer, config, site, now } = services
    const found = await lookUp(which, services)
    const account = found && isInUse(found.user) ? found : undefined
    const outcome = account ? 'done' : 'unknown'
    const happening = { what: 'reminder', outcome, userId: account?.user.id } as const
    // The event has the job's id, so that another try is not another event.
    await store.record([{ ...eventAt(now(), from, happening), id }])
    if (!account || account.user.email === null || account.connections.length === 0) return
    const mail = reminderMail({ ...account, config, providers: site.providers })
    const to = mailboxOf(account.user, account.user.email)
    await mailer.send(mail, { to, messageId: id, kind: 'reminder', signal })
  },
  { service: MAIL_SERVICE },
)

async function lookUp(which: Which, { store, sealer }: Services): Promise<Account | undefined> {
  if (which.userId !== null) return store.find({ id: which.userId })
  return store.find({ email: await sealer.open(which.sealedAddress, REMINDER_PURPOSE) })
}
