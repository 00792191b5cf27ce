import parseTweet from 'twitter-text/dist/esm/parseTweet.js'

/** How many characters are left of the 280, as X counts them, and whether X would take the text; it trims, parseTweet does not. */
export function countCharacters(text: string): { left: number; isValid: boolean } {
  const { weightedLength, valid } = parseTweet(text)
  return { left: 280 - weightedLength, isValid: valid && text.trim() !== '' }
}
