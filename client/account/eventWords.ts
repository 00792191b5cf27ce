import type { AccountEvent, OperatorDeed } from '../../server/api.ts'
import { fill, t } from '../texts.ts'

/** A sentence about an event, for the account's owner. */
export function eventWords({ what, outcome, provider }: AccountEvent): string {
  const words = t.account.events
  const isDone = outcome === 'done'
  const names = { provider: provider ?? t.account.aProvider }
  if (what === 'sign-in') return fill(isDone ? words.signIn : words.signInFailed, names)
  if (what === 'connect') return fill(words.connect, names)
  if (what === 'disconnect') return fill(words.disconnect, names)
  if (what === 'tweet-consent') return consentWords(outcome)
  if (what === 'session-end') return words.sessionEnd
  if (what === 'export') return words.download
  if (what === 'reminder') return words.reminder
  if (what === 'address') return isDone ? words.address : words.addressFailed
  if (what === 'deletion') return isDone ? words.deletion : words.deletionFailed
  return isDeed(what) ? words.operator[what] : words.other
}

function isDeed(what: AccountEvent['what']): what is OperatorDeed {
  return Object.hasOwn(t.account.events.operator, what)
}

/** The operator's note on an event, such as the reason of a lock; empty without one. */
export function noteWords({ what, note }: AccountEvent): string {
  if (what === 'locked' && note) return fill(t.account.events.operatorReason, { reason: note })
  return note ?? ''
}

function consentWords(outcome: string): string {
  const words = t.account.events
  if (outcome === 'withdrawn') return words.consentWithdrawn
  return outcome === 'done' ? words.consent : words.consentDeclined
}
