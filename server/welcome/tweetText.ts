import twitterText from 'twitter-text'

/** 140 emoji, which count two each, with the 14 code units of the longest of them (flags of regions). */
const MAX_LENGTH = 2_000

/** The limit without emoji. X allows 280 characters, but counts any link as 23. */
const MAX_LENGTH_OF_WORDS = 1_000

/** The parts of emoji: pictures, skin colours, joiners, and the tags of flags. */
const EMOJI =
  /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200d|\ufe0f|[\u{e0020}-\u{e007f}])+/gu

/**
 * Whether X accepts the text as one post: not empty, at most 280 by X's own weights, and without invalid
 * characters. twitter-text takes time with the square of the length (2 s for 16 kB), so much longer text is
 * refused before.
 */
export function isTweet(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || text.trim() === '') return false
  if (text.replace(EMOJI, '').length > MAX_LENGTH_OF_WORDS) return false
  return twitterText.parseTweet(text).valid
}
