import type { OwnSession } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** The name of a browser, by what it says of itself. */
export function deviceWords({ browser, system }: Pick<OwnSession, 'browser' | 'system'>): string {
  if (browser && system) return fill(t.sessions.device, { browser, system })
  return browser || system || t.sessions.unknownDevice
}
