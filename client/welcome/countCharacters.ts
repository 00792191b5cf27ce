import parseTweet from 'twitter-text/dist/esm/parseTweet.js'

/**
 * How many of the 280 characters are left, by X's count, and whether X accepts the text. X also refuses a text of white
 * space only, which parseTweet accepts.
 */
export function countCharacters(text: string): { left: number; isValid: boolean } {
  const { weightedLength, valid } = parseTweet(text)
  return { left: 280 - weightedLength, isValid: valid && text.trim() !== '' }
}
