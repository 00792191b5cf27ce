import type { SignInError } from '../../server/api.ts'

const WORDS: Record<SignInError, string> = {
  cancelled: 'You turned around at the provider, so nothing happened.',
  expired: 'That took too long, or was done once already. Please begin again.',
  unavailable:
    'The provider is not answering as it should right now. Please try again in a minute, or take another door.',
  'email-taken':
    'Somebody with your mail address has an account here already: probably you, through another door. A mail that says which one is on its way to that address.',
  leaving: 'This account is just being deleted. Please wait a minute, then come in as somebody new.',
  'already-connected': 'That account belongs to another account here, so it was not connected to yours.',
}

/** What a visitor reads for a code; undefined for a code of the site's own. */
export function wordsFor(code: string): string | undefined {
  return Object.hasOwn(WORDS, code) ? WORDS[code as SignInError] : undefined
}
