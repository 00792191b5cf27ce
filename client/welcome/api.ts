import { query, revalidate } from '@solidjs/router'
import type { ConsentsAnswer, OwnConsent } from '../../server/api.ts'
import { ask, encoded, expectSuccess, faultIn, reach, readJson } from '../ask.ts'
import { t } from '../texts.ts'

/** The consents to posts on X, newest first. */
export const readConsents = query(
  async (): Promise<OwnConsent[]> =>
    (await readJson<ConsentsAnswer>(await ask('/api/account/tweet-consents'))).consents,
  'consents',
)

/** Consents to post exactly the text in the form. Resolves to the words about it; throws `ServerFault`. */
export async function postTweet(form: FormData): Promise<string> {
  const response = await reach('/api/welcome-tweet', { method: 'POST', body: encoded(form) })
  // Answered before, as in another tab: the offer is gone, and the session says so.
  const words = response.status === 409 ? (await faultIn(response)).message : t.welcome.posted
  if (response.status !== 409) await expectSuccess(response)
  await revalidate()
  return words
}

/** Declines the offer. Resolves to the words about it; throws `ServerFault`. */
export async function declineTweet(): Promise<string> {
  await ask('/api/welcome-tweet', { method: 'DELETE' })
  await revalidate()
  return t.welcome.declined
}

/** Withdraws a consent. Resolves to the words about it; throws `ServerFault`. */
export async function withdrawConsent({ uid }: OwnConsent): Promise<string> {
  const response = await reach(`/api/account/tweet-consents/${encodeURIComponent(uid)}`, { method: 'DELETE' })
  // Too late is nobody's fault, and reading the consents again shows what became of it.
  const words = response.status === 409 ? (await faultIn(response)).message : t.consents.cancelled
  if (response.status !== 409) await expectSuccess(response)
  await revalidate()
  return words
}
