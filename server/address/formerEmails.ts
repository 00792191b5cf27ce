import { emailKey, type FormerEmail, type User } from '../store/account.ts'

/** For this long after its replacement, an address still gets mails about who can sign in to the account. */
const TOLD_FOR_MS = 30 * 24 * 3_600_000

type Emails = Pick<User, 'email' | 'formerEmails'>

/**
 * The user with a new verified address (`at`: ISO 8601). The previous one becomes a former address; old ones
 * are removed.
 */
export function withEmail<U extends Emails>(user: U, address: string, at: string): U {
  const replaced = user.email === null ? [] : [{ address: user.email, until: unusedTime(user, at) }]
  const formerEmails = [...replaced, ...recentlyFormer(user, at)].filter(
    (former) => emailKey(former.address) !== emailKey(address),
  )
  return { ...user, email: address, formerEmails }
}

/**
 * `at`, or the first later millisecond that no former address has: the time identifies an address in
 * `addressNamed`.
 */
function unusedTime({ formerEmails }: Emails, at: string): string {
  let time = at
  while (formerEmails.some(({ until }) => until === time)) time = new Date(Date.parse(time) + 1).toISOString()
  return time
}

/** The addresses that the account had within 30 days before `at` (ISO 8601), each once, newest first. */
export function recentlyFormer({ formerEmails }: Pick<User, 'formerEmails'>, at: string): FormerEmail[] {
  const since = Date.parse(at) - TOLD_FOR_MS
  const keys = formerEmails.map(({ address }) => emailKey(address))
  return formerEmails.filter(
    ({ address, until }, index) => Date.parse(until) >= since && keys.indexOf(emailKey(address)) === index,
  )
}

/**
 * The recipient of a job's mail. `until` identifies a former address by the time at which it was replaced,
 * null means the current one; so a job contains no address. Null when the account no longer has that address.
 */
export function addressNamed({ email, formerEmails }: Emails, until: string | null): string | null {
  if (until === null) return email
  return formerEmails.find((former) => former.until === until)?.address ?? null
}
