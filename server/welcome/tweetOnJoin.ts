import { ApiRequestError, ApiResponseError, type TwitterRateLimit } from 'twitter-api-v2'
import { untilAborted, within } from '../jobs/aborting.ts'
import type { JobDescription } from '../jobs/job.ts'
import { PermanentFailure, RetryLater, ServiceDown, task } from '../jobs/task.ts'
import { openCredentials } from '../providers/credentials.ts'
import { PROVIDER_TIMEOUT_MS } from '../providers/guardRequest.ts'
import { xClient } from '../providers/xClient.ts'
import type { Services } from '../services.ts'
import type { TweetConsent } from '../store/account.ts'
import { beginPosting, endPosting, giveUpPosting, type Post } from './posting.ts'

const OUT_OF_CREDIT_PAUSE_MS = 3_600_000

/** X's longest limits last a day. A later reset time is an error, or our clock is wrong. */
const LONGEST_LIMIT_MS = 25 * 3_600_000

/**
 * `consentAt` (ISO 8601) identifies the consent. The job contains no personal data, so it may stay when the
 * account is deleted.
 */
type Payload = { userId: string; consentAt: string }

/** Posts on X exactly the text that the person consented to. */
export const tweetOnJoin = task<Payload, Services>(
  'tweetOnJoin',
  async ({ userId, consentAt }, services, { signal }) => {
    const { store, log } = services
    const thisTry = () => ({ consentAt, at: new Date(services.now()).toISOString() })
    const begun = await store.change(userId, (state) => beginPosting(state, thisTry()))
    if (begun === 'unknown') log.error({ user: userId }, 'an earlier try to post on X may have got through')
    if (begun === undefined || typeof begun === 'string') return

    const failure = await postTweet(begun, services, signal)
    const isUnknown = failure instanceof UnknownOutcome
    if (isUnknown) log.error({ err: failure, user: userId }, 'X may have posted or not; look there')
    const outcome = failure === undefined ? 'posted' : isUnknown ? 'unknown' : 'waiting'
    await store.change(userId, (state) => endPosting(state, { ...thisTry(), outcome }))
    if (outcome === 'waiting') throw failure
  },
  { service: 'x', gaveUp: keepFailure },
)

/** The job that posts under a consent. It has the same id each time. */
export function jobToPost(userId: string, { at }: Pick<TweetConsent, 'at'>): JobDescription {
  return tweetOnJoin.delay({ userId, consentAt: at }, { key: `${userId}:${at}`, userId })
}

async function keepFailure({ userId, consentAt }: Payload, { store, now }: Services): Promise<void> {
  const at = new Date(now()).toISOString()
  await store.change(userId, (state) => giveUpPosting(state, { consentAt, at }))
}

/** X was asked to post, and it is not known whether it did. */
class UnknownOutcome extends Error {
  override name = 'UnknownOutcome'
}

/** Posts the text. Returns the error, or undefined on success. */
async function postTweet(
  { text, connection }: Post,
  { sealer, config, now }: Services,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const settings = config.providers.get('twitter')
    if (!settings) return new PermanentFailure('X is no longer configured')
    const client = xClient(settings, await openCredentials(connection, sealer))
    const timeout = PROVIDER_TIMEOUT_MS
    const posting = client.v2.post('tweets', { text }, { timeout }).then(
      () => undefined,
      (error) => failureOf(error, now()),
    )
    // The library's time-out restarts with every piece of the answer; this one limits the whole call.
    return await within(PROVIDER_TIMEOUT_MS, (stop) => untilAborted(posting, stop), signal).catch(
      neverAnswered,
    )
  } catch (error) {
    // Nothing was sent to X.
    return error
  }
}

/**
 * Translates an error of X into the error of the job.
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
function failureOf(error: unknown, now: number): unknown {
  const options = { cause: error }
  if (error instanceof ApiResponseError) {
    if (error.code === 429) {
      const notBefore = resetOf(error)
      const isSensible = notBefore > now && notBefore < now + LONGEST_LIMIT_MS
      return isSensible ? new RetryLater('X asks to wait', notBefore, options) : error
    }
    // All other posts of the site are refused as well.
    if (error.code === 402)
      return new ServiceDown('out of credit at X', {
        ...options,
        waitMs: OUT_OF_CREDIT_PAUSE_MS,
        isCredit: true,
      })
    if (error.code >= 500) return error
    return new PermanentFailure(`X refused (${error.code}): ${error.message}`, options)
  }
  const isDown = error instanceof ApiRequestError && neverArrived(error)
  return isDown ? new ServiceDown('X cannot be reached', options) : neverAnswered(error)
}

function neverAnswered(cause: unknown): UnknownOutcome {
  return new UnknownOutcome('X was asked to post, but its answer never came', { cause })
}

/**
 * The reset time of the last used-up limit (Unix ms): X counts per 15 minutes and per day. The library parses
 * limits only if the headers of the first are complete. NaN when X sends no reset time.
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

/**
 * Whether the request cannot have reached X. The library keeps the cause in `_options` and does not set
 * `requestError`.
 */
function neverArrived(error: ApiRequestError): boolean {
  const { _options } = error as unknown as { _options?: { error?: Error } }
  const { code } = (error.requestError ?? _options?.error ?? {}) as { code?: string }
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code ?? '')
}
