import { textsIn } from '../languages/catalogue.ts'
import type { User } from '../store/account.ts'

const MAX_LENGTH = 60

/**
 * What names are made of: letters and their marks, digits, blanks, emoji, the joiners of scripts and emoji, and a little
 * punctuation. Everything that stands for a dot, a slash, an at-sign or a colon in some script is left out by not being named.
 */
const NAME =
  /^(?:[\p{L}\p{M}\p{N}\p{Zs}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200c|\u200d|\ufe0f|['’ʼ`"“”„&!?()*,.~_^-])*$/u

/** Letters that look like a dot or a colon: Canadian syllabics, Lisu tones, the sinological dot. */
const DOT_LIKE_LETTER = /[\u1427\ua4f8-\ua4fd\ua78f\u02d0]/

/** What mail programs make a link of: something right after a dot. */
const DOT_WITHIN = /\.[^\s.]/

/** A shorter run of digits is a year or an age; from here on people may take it for a number to call. */
const MAX_DIGITS = 4

/**
 * What to call somebody in a mail. The person chose the name, and a message to somebody else must not fit into it: a name that
 * looks like one is not repeated.
 */
export function greetingName({
  name,
  username,
  language,
}: Pick<User, 'name' | 'username' | 'language'>): string {
  return [name, username].find(isRepeatable) ?? textsIn(language).mails.somebody
}

/** Whether a name that people gave themselves may stand in a mail: nothing in it can be clicked, called or written to. */
export function isRepeatable(name: string): boolean {
  if (name === '' || name.length > MAX_LENGTH) return false
  // Fullwidth letters and digits in circles are read as what NFKC makes of them.
  return [name, name.normalize('NFKC')].every(isHarmless)
}

function isHarmless(name: string): boolean {
  const digits = name.match(/\p{N}/gu) ?? []
  const looksLikeMessage = DOT_WITHIN.test(name) || DOT_LIKE_LETTER.test(name) || digits.length > MAX_DIGITS
  return NAME.test(name) && !looksLikeMessage
}
