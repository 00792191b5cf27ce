import { ApiRequestError, ApiResponseError } from 'twitter-api-v2'
import { PermanentFailure, RetryLater, task, UnknownOutcome } from '../jobs/task.ts'
import { untilAborted } from '../jobs/untilAborted.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import { xClient } from '../providers/xClient.ts'
import type { Services } from '../services.ts'

const OUT_OF_CREDIT_PAUSE_MS = 3_600_000

/** Posts on X, from the identity `uid`, exactly the text that the person consented to. */
export const tweetOnJoin = task<{ userId: string; uid: string }, Services>(
  'tweetOnJoin',
  async ({ userId, uid }, { store, sealer, config, now }, job) => {
    const found = await store.findUser(userId)
    const link = found?.links.find((candidate) => candidate.provider === 'twitter' && candidate.uid === uid)
    const consent = found?.user.tweetConsents.find((candidate) => candidate.uid === uid)
    const settings = config.providers.get('twitter')
    if (!link || !consent) return
    if (!settings) throw new PermanentFailure('X is no longer configured')

    const client = xClient(settings, await openCredentials(link, sealer))
    try {
      const posting = client.v2.post('tweets', { text: consent.text }, { timeout: PROVIDER_TIMEOUT_MS })
      // The library's own time-out is for silence, not for the whole.
      await untilAborted(posting, AbortSignal.any([job.signal, AbortSignal.timeout(PROVIDER_TIMEOUT_MS)]))
    } catch (error) {
      throw verdictOf(error, now())
    }
  },
)

/**
 * What an error of X means for the job. A post is not idempotent: whatever may have been posted is parked.
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
function verdictOf(error: unknown, now: number): unknown {
  const options = { cause: error }
  if (error instanceof ApiResponseError) {
    if (error.rateLimitError && error.rateLimit) {
      return new RetryLater('X asks to wait', error.rateLimit.reset * 1_000, options)
    }
    if (error.code === 402) return new RetryLater('out of credit at X', now + OUT_OF_CREDIT_PAUSE_MS, options)
    if (error.code >= 500 || error.code === 429) return error
    return new PermanentFailure(`X refused (${error.code}): ${error.message}`, options)
  }
  return error instanceof ApiRequestError && neverArrived(error)
    ? error
    : new UnknownOutcome('X was asked to post, but its answer never came', options)
}

/** Whether the request cannot have reached X. The library leaves the cause in `_options` and forgets `requestError`. */
function neverArrived(error: ApiRequestError): boolean {
  const { _options } = error as unknown as { _options?: { error?: Error } }
  const { code } = (error.requestError ?? _options?.error ?? {}) as { code?: string }
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code ?? '')
}
