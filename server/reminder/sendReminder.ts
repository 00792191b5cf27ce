import { eventAt } from '../audit/event.ts'
import { task } from '../jobs/task.ts'
import { mailboxOf } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { type Account, isInUse } from '../store/account.ts'
import { reminderMail } from './reminderMail.ts'

/** The account: by its user's id, or by an address that is sealed for `REMINDER_PURPOSE`. */
type Which = { userId: string; sealedAddress: null } | { userId: null; sealedAddress: string }

/** The purpose for which an address is sealed in the job. */
export const REMINDER_PURPOSE = 'reminder'

/**
 * Mails the list of sign-in methods to the address of the account. `from` is the requester's network, for the
 * audit trail. Given an address, the job looks up the account, so that the request takes the same time for
 * known and unknown addresses.
 */
export const sendReminder = task<Which & { from: string }, Services>(
  'sendReminder',
  async ({ from, ...which }, services, { id, signal }) => {
    const { store, mailer, config, site, now } = services
    const found = await lookUp(which, services)
    const account = found && isInUse(found.user) ? found : undefined
    const outcome = account ? 'done' : 'unknown'
    const happening = { what: 'reminder', outcome, userId: account?.user.id } as const
    // The event has the job's id, so that a retry does not record it again.
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
