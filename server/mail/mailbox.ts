import type { User } from '../store/account.ts'
import { isRepeatable } from './greeting.ts'
import type { Envelope } from './mailer.ts'

/** The verified address of a user, with their name where that is harmless: mail programs show it as a header. */
export function mailboxOf({ name }: Pick<User, 'name'>, address: string): Envelope['to'] {
  return { name: isRepeatable(name) ? name : '', address }
}

/** An address whose owner may be somebody else than the user whom the mail is about: no name goes there. */
export function namelessMailbox(address: string): Envelope['to'] {
  return { name: '', address }
}
