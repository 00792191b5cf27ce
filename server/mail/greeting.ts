import { textsIn } from '../languages/catalogue.ts'
import type { User } from '../store/account.ts'

const MAX_LENGTH = 60

/** What mail programs make a link of, or take for one. */
const LINKISH = /[/@:\\]|\.\S/

/**
 * What to call somebody in a mail. The address may be somebody else's whom the person merely named, so the name they
 * gave themselves must not carry a message there: what looks like one is not repeated.
 */
export function greetingName({
  name,
  username,
  language,
}: Pick<User, 'name' | 'username' | 'language'>): string {
  return [name, username].find(isRepeatable) ?? textsIn(language).mails.somebody
}

/** Whether a name that people gave themselves may stand in a mail. */
export function isRepeatable(name: string): boolean {
  return name !== '' && name.length <= MAX_LENGTH && !LINKISH.test(name)
}
