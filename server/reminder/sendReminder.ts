import { eventAt } from '../audit/event.ts'
import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import type { UserWithLinks } from '../user.ts'
import { reminderMail } from './reminderMail.ts'

/** Whom to remind: a user, or whoever has the address, which is sealed for `REMINDER_PURPOSE`. */
type Whom = { userId: string; sealedAddress: null } | { userId: null; sealedAddress: string }

/** What `sendReminder` seals an address for. */
export const REMINDER_PURPOSE = 'reminder'

/**
 * Mails the list of connected providers to the address of the account. `from` is the network that asked, for the audit
 * trail. With an address, it is here and not in the request that the account is looked up: so that known and unknown
 * addresses cost the asker the same.
 */
export const sendReminder = task<Whom & { from: string }, Services>(
  'sendReminder',
  async ({ from, ...whom }, services, { id, signal }) => {
    const { store, mailer, config, site, now } = services
    const found = await lookUp(whom, services)
    const happening = {
      what: 'reminder',
      outcome: found ? 'done' : 'unknown',
      userId: found?.user.id,
    } as const
    // Under the job's id: trying again is not another event.
    await store.record([{ ...eventAt(now(), from, happening), id }])
    if (!found?.user.email || found.links.length === 0) return
    const { name, email, emailVerified } = found.user
    const mail = reminderMail({ ...found, config, providers: site.providers })
    const to = { name, address: email, isVerified: emailVerified }
    await mailer.send(mail, { to, messageId: id, kind: 'reminder', signal })
  },
  { service: MAIL_SERVICE },
)

async function lookUp(whom: Whom, { store, sealer }: Services): Promise<UserWithLinks | undefined> {
  if (whom.userId !== null) return store.findUser(whom.userId)
  const found = await store.findUserByEmail(await sealer.open(whom.sealedAddress, REMINDER_PURPOSE))
  return found?.user.leavingSince === null ? found : undefined
}
