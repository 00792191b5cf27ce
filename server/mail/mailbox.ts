import type { User } from '../store/account.ts'
import type { Recipient } from './mailer.ts'

/** The verified address of a user; the mailer adds their name where that is harmless. */
export function mailboxOf({ name }: Pick<User, 'name'>, address: string): Recipient {
  return { name, address, isVerified: true }
}

/** An address whose owner may be somebody else than the user whom the mail is about: no name goes there. */
export function namelessMailbox(address: string): Recipient {
  return { name: '', address, isVerified: false }
}
