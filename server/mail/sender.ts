import type { Config } from '../config.ts'
import type { Sender } from './layout.ts'

/** The site as the sender of a mail in a language. */
export function senderOf({ siteName, accentColor }: Config, language: string): Sender {
  return { name: siteName, accentColor, language }
}
