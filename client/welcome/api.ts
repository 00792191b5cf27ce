import { action, query } from '@solidjs/router'
import type { ConsentsAnswer, OwnConsent } from '../../server/api.ts'
import { ask, expectSuccess, faultIn, reach, readJson } from '../api.ts'
import { t } from '../texts.ts'

/** What one has agreed to post, newest first. */
export const readConsents = query(
  async (): Promise<OwnConsent[]> =>
    (await readJson<ConsentsAnswer>(await ask('/api/account/tweet-consents'))).consents,
  'consents',
)

/** Takes a consent back. What became of it; throws with the server's words. */
export const takeBackConsent = action(async ({ uid }: OwnConsent): Promise<string> => {
  const response = await reach(`/api/account/tweet-consents/${encodeURIComponent(uid)}`, { method: 'DELETE' })
  // Too late: no fault of anybody's, and reading the consents again shows what has become of it.
  if (response.status === 409) return (await faultIn(response)).message
  await expectSuccess(response)
  return t.consents.takenBack
}, 'take-back-consent')
