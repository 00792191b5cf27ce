import type { User } from '../store/account.ts'
import type { Recipient } from './mailer.ts'

/** The verified address of a user. The mailer adds their name if it is harmless. */
export function mailboxOf({ name }: Pick<User, 'name'>, address: string): Recipient {
  return { name, address, isVerified: true }
}

/** An address that may belong to another person than the user whom the mail is about. It gets no name. */
export function namelessMailbox(address: string): Recipient {
  return { name: '', address, isVerified: false }
}
