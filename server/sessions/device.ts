import Bowser from 'bowser'
import type { Session } from '../store/account.ts'

/** A longer one is no browser's, and reading it takes time. */
const MAX_LENGTH = 500

/** Which browser and system say they are asking, for the owner to tell their sessions apart. Names only, no versions. */
export function deviceOf(userAgent: string): Pick<Session, 'browser' | 'system'> {
  const parsed = Bowser.parse(userAgent.slice(0, MAX_LENGTH) || '-')
  return { browser: parsed.browser.name ?? '', system: parsed.os.name ?? '' }
}
