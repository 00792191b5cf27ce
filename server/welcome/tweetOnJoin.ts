import { ApiRequestError, ApiResponseError, type TwitterRateLimit } from 'twitter-api-v2'
import { untilAborted, within } from '../jobs/aborting.ts'
import { PermanentFailure, RetryLater, ServiceDown, task, UnknownOutcome } from '../jobs/task.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import { xClient } from '../providers/xClient.ts'
import type { Services } from '../services.ts'

const OUT_OF_CREDIT_PAUSE_MS = 3_600_000

/** X's longest limits are those of a day; more is nonsense, or our clock is wrong. */
const LONGEST_LIMIT_MS = 25 * 3_600_000

/** Posts on X, from the identity `uid`, exactly the text that the person consented to. */
export const tweetOnJoin = task<{ userId: string; uid: string }, Services>(
  'tweetOnJoin',
  async ({ userId, uid }, { store, sealer, config, now }, job) => {
    const found = await store.findUser(userId)
    const link = found?.links.find((candidate) => candidate.provider === 'twitter' && candidate.uid === uid)
    const consent = found?.user.tweetConsents.findLast((candidate) => candidate.uid === uid)
    const settings = config.providers.get('twitter')
    if (!link || !consent || consent.postedAt !== null || consent.withdrawnAt !== null) return
    if (!settings) throw new PermanentFailure('X is no longer configured')

    const client = xClient(settings, await openCredentials(link, sealer))
    try {
      const posting = client.v2.post('tweets', { text: consent.text }, { timeout: PROVIDER_TIMEOUT_MS })
      // The library's own time-out is for silence, not for the whole.
      await within(PROVIDER_TIMEOUT_MS, (signal) => untilAborted(posting, signal), job.signal)
    } catch (error) {
      throw verdictOf(error, now())
    }
    await store.noteTweetPosted(userId, uid, new Date(now()).toISOString()).catch((cause) => {
      // Trying again would post again.
      throw new UnknownOutcome('X took the post, but that could not be kept', { cause })
    })
  },
  { service: 'x', isRepeatable: false },
)

/**
 * What an error of X means for the job. A post is not idempotent: whatever may have been posted is parked.
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
function verdictOf(error: unknown, now: number): unknown {
  const options = { cause: error }
  if (error instanceof ApiResponseError) {
    if (error.code === 429) {
      const notBefore = resetOf(error)
      const isSensible = notBefore > now && notBefore < now + LONGEST_LIMIT_MS
      return isSensible ? new RetryLater('X asks to wait', notBefore, options) : error
    }
    // No other tweet of the site gets through either.
    if (error.code === 402)
      return new ServiceDown('out of credit at X', { ...options, waitMs: OUT_OF_CREDIT_PAUSE_MS })
    if (error.code >= 500) return error
    return new PermanentFailure(`X refused (${error.code}): ${error.message}`, options)
  }
  return error instanceof ApiRequestError && neverArrived(error)
    ? new ServiceDown('X cannot be reached', options)
    : new UnknownOutcome('X was asked to post, but its answer never came', options)
}

/**
 * When the last of the limits that are used up ends (Unix ms): X counts by 15 minutes, and by the day. The library reads
 * none of them unless X names all of the first. NaN when X says nothing.
 */
function resetOf({ rateLimit: { day, userDay } = {}, headers }: RateLimited): number {
  const usedUp = [day, userDay].filter((limit) => limit?.remaining === 0)
  const resets = [Number(headers['x-rate-limit-reset']), ...usedUp.map((limit) => limit?.reset ?? 0)]
  return Math.max(...resets) * 1_000
}

interface RateLimited {
  rateLimit?: Partial<TwitterRateLimit>
  headers: ApiResponseError['headers']
}

/** Whether the request cannot have reached X. The library leaves the cause in `_options` and forgets `requestError`. */
function neverArrived(error: ApiRequestError): boolean {
  const { _options } = error as unknown as { _options?: { error?: Error } }
  const { code } = (error.requestError ?? _options?.error ?? {}) as { code?: string }
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code ?? '')
}
