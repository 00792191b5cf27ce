import '../testTexts.ts'
import { describe, expect, it } from 'vitest'
import type { AccountEvent } from '../../server/api.ts'
import { eventWords, noteWords } from './eventWords.ts'

const words = (what: AccountEvent['what'], outcome = 'done', provider: string | null = 'GitHub') =>
  eventWords({ what, outcome, provider, at: '2026-01-01T00:00:00.000Z', from: '', by: null, note: null })

describe('the words for an event', () => {
  it.each([
    [words('sign-in'), 'Signed in with GitHub'],
    [words('sign-in', 'cancelled'), 'Sign-in with GitHub didn’t work'],
    [words('sign-in', 'done', null), 'Signed in with a provider'],
    [words('connect'), 'Connected GitHub'],
    [words('tweet-consent'), 'Agreed to a post on X'],
    [words('tweet-consent', 'declined'), 'Declined a post on X'],
    [words('tweet-consent', 'withdrawn'), 'Cancelled a post on X'],
    [words('disconnect'), 'Disconnected GitHub'],
    [words('session-end', 'done', null), 'Signed out other devices'],
    [words('export', 'done', null), 'Downloaded your data'],
    [words('address', 'done', null), 'Verified an email address'],
    [words('address', 'wrong-code', null), 'Typed a wrong code for an email address'],
    [words('reminder', 'done', null), 'Asked for a reminder by email'],
    [words('locked', 'done', null), 'The owner of this site locked your account'],
    [words('operator-sessions', 'done', null), 'The owner of this site signed you out on every device'],
  ])('are %j', (said, expected) => {
    expect(said).toBe(expected)
  })
})

describe('the note of an operator', () => {
  const noted = (what: AccountEvent['what'], note: string | null) =>
    noteWords({ what, outcome: 'done', provider: null, at: '', from: '', by: 'operator', note })

  it('is introduced as the reason of a lock', () => {
    expect(noted('locked', 'Spam <b>')).toBe('Reason: Spam <b>')
  })

  it('is shown as it is for other events, and is empty without a note', () => {
    expect(noted('operator-retry', 'sendReminder')).toBe('sendReminder')
    expect(noted('unlocked', null)).toBe('')
  })
})
