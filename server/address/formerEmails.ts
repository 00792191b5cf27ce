import { emailKey, type FormerEmail, type User } from '../store/account.ts'

/** How long an address that was replaced still gets the mails about who can sign in to the account. */
const TOLD_FOR_MS = 30 * 24 * 3_600_000

type Emails = Pick<User, 'email' | 'formerEmails'>

/** The user with a new verified address (`at`: ISO 8601). The one before becomes a former one; too old ones go. */
export function withEmail<U extends Emails>(user: U, address: string, at: string): U {
  const replaced = user.email === null ? [] : [{ address: user.email, until: unusedTime(user, at) }]
  const formerEmails = [...replaced, ...recentlyFormer(user, at)].filter(
    (former) => emailKey(former.address) !== emailKey(address),
  )
  return { ...user, email: address, formerEmails }
}

/** `at`, or the first millisecond after it that names no former address yet: see `addressNamed`. */
function unusedTime({ formerEmails }: Emails, at: string): string {
  let time = at
  while (formerEmails.some(({ until }) => until === time)) time = new Date(Date.parse(time) + 1).toISOString()
  return time
}

/** The addresses that the account had within the last 30 days before `at` (ISO 8601), each once, newest first. */
export function recentlyFormer({ formerEmails }: Pick<User, 'formerEmails'>, at: string): FormerEmail[] {
  const since = Date.parse(at) - TOLD_FOR_MS
  const keys = formerEmails.map(({ address }) => emailKey(address))
  return formerEmails.filter(
    ({ address, until }, index) => Date.parse(until) >= since && keys.indexOf(emailKey(address)) === index,
  )
}

/**
 * Where a job's mail goes: `until` names a former address by the time at which it stopped being the address of the account,
 * null the present one. So a job carries no address. Null when the account has no such address any more.
 */
export function addressNamed({ email, formerEmails }: Emails, until: string | null): string | null {
  if (until === null) return email
  return formerEmails.find((former) => former.until === until)?.address ?? null
}
