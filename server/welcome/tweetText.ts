import twitterText from 'twitter-text'

/** 140 emoji, which count two each, of the 14 code units that the longest of them (flags of regions) have. */
const MAX_LENGTH = 2_000

/** Without emoji. X counts 280, but a link as 23 however long it is. */
const MAX_LENGTH_OF_WORDS = 1_000

/** What emoji are made of: pictures, colours of skin, joiners, and the tags of flags. */
const EMOJI =
  /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200d|\ufe0f|[\u{e0020}-\u{e007f}])+/gu

/**
 * Whether X takes the text as one post: not empty, at most 280 by X's own weights, and nothing in it that X refuses.
 * twitter-text takes time with the square of the length, 2 s for 16 kB, so a text far beyond the limit is not given to it.
 */
export function isTweet(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || text.trim() === '') return false
  if (text.replace(EMOJI, '').length > MAX_LENGTH_OF_WORDS) return false
  return twitterText.parseTweet(text).valid
}
