import type { AccountEvent } from '../../server/api.ts'

/** What happened, in a sentence that its owner recognises. */
export function eventWords({ what, outcome, provider }: AccountEvent): string {
  const isDone = outcome === 'done'
  const door = provider ?? 'a provider'
  if (what === 'sign-in') return isDone ? `Signed in with ${door}` : `Signing in with ${door} did not work`
  if (what === 'connect') return `Connected ${door}`
  if (what === 'tweet-consent') return isDone ? 'Agreed to a post on X' : 'Declined a post on X'
  if (what === 'reminder') return 'Asked for a reminder by mail'
  return 'Deleted the account'
}
