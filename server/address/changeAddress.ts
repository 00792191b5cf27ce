import type { AuditEvent } from '../audit/event.ts'
import type { Config } from '../config.ts'
import { emailKey } from '../store/account.ts'
import type { AccountState, Decision } from '../store/store.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { welcomeByMail } from '../welcome/welcomeNewUser.ts'
import { recentlyFormer, withEmail } from './formerEmails.ts'
import { sendAddressChanged } from './sendAddressChanged.ts'

/** An address that its owner has just verified. */
export interface Verified {
  address: string
  /** `idHash` of the session that requested the code. */
  session: string
  /** ISO 8601. */
  at: string
  event: AuditEvent
  config: Pick<Config, 'webhook'>
}

/**
 * Decides to give the account the verified address. Unless it is the first one, it is told by mail, and so
 * are the recent former addresses. If the session has ended, nothing changes.
 */
export function changeAddress(
  { account, sessions }: AccountState,
  { address, session, at, event, config }: Verified,
): Decision<'done' | 'signed-out'> {
  if (!sessions.some(({ idHash }) => idHash === session)) return { result: 'signed-out' }
  const { user } = account
  const welcome = welcomeByMail(withEmail(user, address, at), at)
  const isSame = user.email !== null && emailKey(user.email) === emailKey(address)
  const told = isSame ? [] : recentlyFormer(welcome.user, at).map(({ until }) => until)
  const recipients = told.length > 0 ? [null, ...told] : []
  const jobs = recipients.map((to) => sendAddressChanged.delay({ userId: user.id, to }, { userId: user.id }))
  return {
    account: { ...account, user: welcome.user },
    jobs: [...welcome.jobs, ...jobs, ...tellSite(config, 'user.updated', { userId: user.id, at })],
    events: [event],
    result: 'done',
  }
}
