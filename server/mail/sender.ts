import type { Config } from '../config.ts'
import { homeOfSite } from '../http/home.ts'
import type { Sender } from './layout.ts'

/** The site as the sender of a mail in the given language. */
export function senderOf(config: Config, language: string): Sender {
  const { siteName, accentColor } = config
  return { name: siteName, homeUrl: homeOfSite(config), accentColor, language }
}
