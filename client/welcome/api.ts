import type { ConsentsAnswer, OwnConsent } from '../../server/api.ts'
import { ask, encoded, expectSuccess, faultIn, reach, readJson } from '../ask.ts'
import { query, revalidate } from '../query.ts'
import { t } from '../texts.ts'

/** Reads the consents to posts on X, newest first. */
export const readConsents = query(
  async (): Promise<OwnConsent[]> =>
    (await readJson<ConsentsAnswer>(await ask('/api/account/tweet-consents'))).consents,
  'consents',
)

/** Consents to a post with exactly the text in the form. Resolves to words about the outcome. Throws `ServerFault`. */
export async function postTweet(form: FormData): Promise<string> {
  const response = await reach('/api/welcome-tweet', { method: 'POST', body: encoded(form) })
  // 409: the person has answered the offer before, for example in another tab.
  const words = response.status === 409 ? (await faultIn(response)).message : t.welcome.posted
  if (response.status !== 409) await expectSuccess(response)
  await revalidate()
  return words
}

/** Declines the offer. Resolves to words about the outcome. Throws `ServerFault`. */
export async function declineTweet(): Promise<string> {
  await ask('/api/welcome-tweet', { method: 'DELETE' })
  await revalidate()
  return t.welcome.declined
}

/** Withdraws a consent. Resolves to words about the outcome. Throws `ServerFault`. */
export async function withdrawConsent({ uid }: OwnConsent): Promise<string> {
  const response = await reach(`/api/account/tweet-consents/${encodeURIComponent(uid)}`, { method: 'DELETE' })
  // 409: too late, the post was sent. That is no fault; the consents, read again, show its state.
  const words = response.status === 409 ? (await faultIn(response)).message : t.consents.cancelled
  if (response.status !== 409) await expectSuccess(response)
  await revalidate()
  return words
}
