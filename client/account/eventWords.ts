import type { AccountEvent } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** What happened, in a sentence that its owner recognises. */
export function eventWords({ what, outcome, provider }: AccountEvent): string {
  const words = t.account.events
  const isDone = outcome === 'done'
  const door = provider ?? t.account.aProvider
  if (what === 'sign-in') return fill(isDone ? words.signIn : words.signInFailed, { door })
  if (what === 'connect') return fill(words.connect, { door })
  if (what === 'disconnect') return fill(words.disconnect, { door })
  if (what === 'tweet-consent') return consentWords(outcome)
  if (what === 'session-end') return words.sessionEnd
  if (what === 'export') return words.takeAlong
  if (what === 'reminder') return words.reminder
  if (what === 'address') return isDone ? words.address : words.addressFailed
  if (what === 'deletion') return isDone ? words.deletion : words.deletionFailed
  return words.other
}

function consentWords(outcome: string): string {
  const words = t.account.events
  if (outcome === 'withdrawn') return words.consentWithdrawn
  return outcome === 'done' ? words.consent : words.consentDeclined
}
