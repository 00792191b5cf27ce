import { textsIn } from '../languages/catalogue.ts'
import type { User } from '../store/account.ts'

const MAX_LENGTH = 60

/**
 * The characters allowed in a greeting: letters and their marks, digits, blanks, emoji, the joiners of
 * scripts and emoji, and a little punctuation. The list excludes every character that stands for a dot,
 * slash, at-sign or colon in some script.
 */
const NAME =
  /^(?:[\p{L}\p{M}\p{N}\p{Zs}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200c|\u200d|\ufe0f|['’ʼ`"“”„&!?()*,.~_^-])*$/u

/** Letters that look like a dot or a colon: Canadian syllabics, Lisu tones, the sinological dot. */
const DOT_LIKE_LETTER = /[\u1427\ua4f8-\ua4fd\ua78f\u02d0]/

/** Mail programs turn text right after a dot into a link. */
const DOT_WITHIN = /\.[^\s.]/

/** A name with at most this many digits has a year or an age in it; with more it could have a phone number. */
const MAX_DIGITS = 4

/**
 * The name for the greeting of a mail: the user's name, else their username, else a general word. Users
 * choose their names, so a name that could carry a message to somebody else is skipped.
 */
export function greetingName({
  name,
  username,
  language,
}: Pick<User, 'name' | 'username' | 'language'>): string {
  return [name, username].find(isRepeatable) ?? textsIn(language).mails.somebody
}

/** Whether a name that a user chose may appear in a mail: it contains nothing to click, call or write to. */
export function isRepeatable(name: string): boolean {
  if (name === '' || name.length > MAX_LENGTH) return false
  // Readers see fullwidth letters and circled digits as their NFKC forms.
  return [name, name.normalize('NFKC')].every(isHarmless)
}

function isHarmless(name: string): boolean {
  const digits = name.match(/\p{N}/gu) ?? []
  const looksLikeMessage = DOT_WITHIN.test(name) || DOT_LIKE_LETTER.test(name) || digits.length > MAX_DIGITS
  return NAME.test(name) && !looksLikeMessage
}
