import Bowser from 'bowser'
import type { Session } from '../store/account.ts'

/** No browser sends a longer one, and parsing takes time. */
const MAX_LENGTH = 500

/**
 * The browser and system that a User-Agent names, by which owners tell their sessions apart; without
 * versions.
 */
export function deviceOf(userAgent: string): Pick<Session, 'browser' | 'system'> {
  const parsed = Bowser.parse(userAgent.slice(0, MAX_LENGTH) || '-')
  return { browser: parsed.browser.name ?? '', system: parsed.os.name ?? '' }
}
