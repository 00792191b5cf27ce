/** Declares the file of twitter-text with the one function that we need, because the whole package is much larger. */
declare module 'twitter-text/dist/esm/parseTweet.js' {
  import type { ParsedTweet } from 'twitter-text'
  export default function parseTweet(text: string): ParsedTweet
}
