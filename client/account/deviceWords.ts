import type { OwnSession } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** The name of a device, from the browser and the system that the browser reports. */
export function deviceWords({ browser, system }: Pick<OwnSession, 'browser' | 'system'>): string {
  if (browser && system) return fill(t.sessions.device, { browser, system })
  return browser || system || t.sessions.unknownDevice
}
