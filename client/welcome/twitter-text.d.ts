/** The one function that is needed, from a file of its own: the package as a whole is many times as large. */
declare module 'twitter-text/dist/esm/parseTweet.js' {
  import type { ParsedTweet } from 'twitter-text'
  export default function parseTweet(text: string): ParsedTweet
}
