import type { OwnSession, Pages } from '../../server/api.ts'
import { fill } from '../../server/languages/fill.ts'

/** What to call a browser: by what it says of itself. */
export function deviceWords(
  { browser, system }: Pick<OwnSession, 'browser' | 'system'>,
  words: Pick<Pages['sessions'], 'device' | 'unknownDevice'>,
): string {
  if (browser && system) return fill(words.device, { browser, system })
  return browser || system || words.unknownDevice
}
