import Bowser from 'bowser'
import type { Session } from '../store/account.ts'

/** No browser sends a longer User-Agent, and parsing takes time. */
const MAX_LENGTH = 500

/** The browser and system in a User-Agent, without versions. Owners tell their sessions apart by them. */
export function deviceOf(userAgent: string): Pick<Session, 'browser' | 'system'> {
  const parsed = Bowser.parse(userAgent.slice(0, MAX_LENGTH) || '-')
  return { browser: parsed.browser.name ?? '', system: parsed.os.name ?? '' }
}
