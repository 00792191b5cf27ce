import { recentlyFormer } from '../address/formerEmails.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { User } from '../store/account.ts'
import type { ConnectionChange } from './connectionMail.ts'
import { sendConnectionChanged } from './sendConnectionChanged.ts'

/**
 * Mails about an added or removed sign-in method: to the address of the account and to those that it had
 * within 30 days, because an intruder changes the address first. `now` is ISO 8601.
 */
export function tellOfConnection(
  user: Pick<User, 'id' | 'email' | 'formerEmails'>,
  { provider, what, connectedAt }: ConnectionChange,
  now: string,
): JobDescription[] {
  const userId = user.id
  const former = recentlyFormer(user, now).map(({ until }) => until)
  const recipients = user.email === null ? former : [null, ...former]
  return recipients.map((to) =>
    sendConnectionChanged.delay({ userId, provider, what, connectedAt, to }, { userId }),
  )
}
