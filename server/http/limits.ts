import type { Context } from 'koa'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import type { Sealer } from '../seal.ts'
import { type Identity, identityKey } from '../store/account.ts'
import type { Limit, Store } from '../store/store.ts'
import { createClientAddress, networkOf, UNKNOWN, wideNetworkOf } from './clientAddress.ts'
import { tooMany, tooManyWords, type WordsFor } from './tooMany.ts'

/**
 * Counts each action, and throws `Problem` 429 with `Retry-After` over the limit. RATE_LIMITS=off counts
 * nothing.
 */
export interface Limits {
  /** Beginning a sign-in or a connection at a provider. Processes on one database count together. */
  signInStart(ctx: Context): Promise<void>
  /** Coming back from a provider. */
  signInEnd(ctx: Context): Promise<void>
  /** Changing the account. */
  change(ctx: Context): Promise<void>
  /** Sending a wrong token. */
  wrongToken(ctx: Context): Promise<void>
  /**
   * Requesting a code for an address (as `emailKey` makes it), by an account with these identities. Counts
   * whether or not an account has the address. Stored.
   */
  addressCode(identities: readonly Identity[], key: string): Promise<void>
  /** Guessing a code, right or wrong. Stored. */
  codeGuess(identities: readonly Identity[]): Promise<void>
  /**
   * Requesting a reminder for an address (as `emailKey` makes it), or for invalid text (undefined). Unknown
   * addresses count too. Stored, so that a restart does not reset it.
   */
  reminder(ctx: Context, key: string | undefined): Promise<void>
  /** Exporting a user's data. Each export is an event, and too many would push out more important ones. */
  dataExport(identities: readonly Identity[]): Promise<void>
  /**
   * Deleting this user's account; retries of the same deletion count once. Each deletion leaves a tombstone.
   */
  deletion(userId: string, identities: readonly Identity[]): Promise<void>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Rate = Pick<Limit, 'max' | 'windowMs'>

/** Limits of one client address: an IPv6 customer has a /64, and can easily have a /48. */
const OF_CLIENT = {
  signInStarts: { max: 60, windowMs: MINUTE_MS },
  signInEnds: { max: 120, windowMs: MINUTE_MS },
  changes: { max: 60, windowMs: MINUTE_MS },
  /** More than the desk has addresses: a program with a wrong token reads at each of them that it is wrong. */
  wrongTokens: { max: 30, windowMs: MINUTE_MS },
  reminders: { max: 20, windowMs: MINUTE_MS },
  remindersOfWideNetwork: { max: 100, windowMs: MINUTE_MS },
} satisfies Record<string, Rate>

/** A /48 contains 65,536 customer networks (/64). It gets this many times the limit of one. */
const WIDE_FACTOR = 10

/**
 * Limits of one identity: a person who deletes their account and returns has another account, but the same
 * identity.
 */
const OF_IDENTITY = {
  codes: { max: 5, windowMs: HOUR_MS },
  codesForOneAddress: { max: 3, windowMs: HOUR_MS },
  guesses: { max: 30, windowMs: HOUR_MS },
  exports: { max: 10, windowMs: HOUR_MS },
  deletions: { max: 5, windowMs: DAY_MS },
} satisfies Record<string, Rate>

/**
 * Limits of one mail address, whoever asks. Four strangers with three codes each are needed to block its
 * owner.
 */
const OF_ADDRESS = {
  reminders: { max: 3, windowMs: HOUR_MS },
  codes: { max: 12, windowMs: HOUR_MS },
} satisfies Record<string, Rate>

/**
 * Limits of the whole site, above normal use. There are a million codes: at this rate, an attacker with
 * dozens of identities guesses one right in six weeks.
 */
const OF_SITE = {
  codes: { max: 60, windowMs: MINUTE_MS },
  guesses: { max: 1_000, windowMs: HOUR_MS },
} satisfies Record<string, Rate>

interface Needs {
  store: Pick<Store, 'use'>
  sealer: Pick<Sealer, 'fingerprint'>
  log: Pick<Logger, 'warn'>
}

/** Creates the limits of the contract and those that only Doorman needs. */
export function createLimits(config: Config, { store, sealer, log }: Needs): Limits {
  const addressOf = createKnownAddress(config, log)
  const counting: Counting = {
    addressOf,
    limit: (name, of, rate) => ({ key: `${name}:${sealer.fingerprint(of)}`, ...rate }),
    async use(limits, wordsFor, id) {
      const waitMs = config.rateLimits ? await store.use(limits, id) : 0
      if (waitMs > 0) throw tooMany(waitMs, wordsFor)
    },
    inMemory({ max, windowMs }, wordsFor) {
      const duration = windowMs / 1_000
      const counter = new RateLimiterMemory({ points: max, duration })
      const wideCounter = new RateLimiterMemory({ points: max * WIDE_FACTOR, duration })
      return async (ctx) => {
        if (!config.rateLimits) return
        const address = addressOf(ctx)
        const wide = wideNetworkOf(address)
        // The wide network comes first: a client refused here takes no memory for one more of its small
        // networks.
        if (wide !== undefined) await consume(wideCounter, wide, wordsFor)
        await consume(counter, networkOf(address), wordsFor)
      }
    },
  }
  return { ...clientLimits(config, counting), ...accountLimits(counting) }
}

/** The two ways of counting: in the store and in memory. */
interface Counting {
  addressOf(ctx: Context): string
  /** The key contains a fingerprint of `of`: the store must not reveal who asked, or for which address. */
  limit(name: string, of: string, rate: Rate): Limit
  /** Counts in the store. An `id` is counted once. */
  use(limits: Limit[], wordsFor: WordsFor, id?: string): Promise<void>
  /** Counts clients in memory, where a burst costs least. */
  inMemory(rate: Rate, wordsFor: WordsFor): (ctx: Context) => Promise<void>
}

function clientLimits(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  { addressOf, limit, use, inMemory }: Counting,
): Pick<Limits, 'signInStart' | 'signInEnd' | 'change' | 'wrongToken' | 'reminder'> {
  const ofClient = (ctx: Context, name: string, rate: Rate) => limit(name, networkOf(addressOf(ctx)), rate)
  const signInStarts = (ctx: Context) => {
    const wide = wideNetworkOf(addressOf(ctx))
    const { max, windowMs } = OF_CLIENT.signInStarts
    const own = ofClient(ctx, 'start:client', OF_CLIENT.signInStarts)
    return wide === undefined ? [own] : [own, limit('start:wide', wide, { max: max * WIDE_FACTOR, windowMs })]
  }
  return {
    signInStart: databaseUrl
      ? (ctx) => use(signInStarts(ctx), tooManyWords.signIn)
      : inMemory(OF_CLIENT.signInStarts, tooManyWords.signIn),
    signInEnd: inMemory(OF_CLIENT.signInEnds, tooManyWords.signIn),
    change: inMemory(OF_CLIENT.changes, tooManyWords.change),
    wrongToken: inMemory(OF_CLIENT.wrongTokens, tooManyWords.change),
    reminder(ctx, key) {
      const wide = wideNetworkOf(addressOf(ctx))
      const limits = [ofClient(ctx, 'reminder:client', OF_CLIENT.reminders)]
      if (wide !== undefined) limits.push(limit('reminder:wide', wide, OF_CLIENT.remindersOfWideNetwork))
      if (key !== undefined) limits.push(limit('reminder:address', key, OF_ADDRESS.reminders))
      return use(limits, tooManyWords.reminder)
    },
  }
}

function accountLimits({
  limit,
  use,
}: Counting): Pick<Limits, 'addressCode' | 'codeGuess' | 'dataExport' | 'deletion'> {
  const forEach = (identities: readonly Identity[], name: string, rate: Rate, and = '') =>
    identities.map((identity) => limit(name, identityKey(identity) + and, rate))
  return {
    addressCode(identities, key) {
      const limits = [
        ...forEach(identities, 'address-code:identity', OF_IDENTITY.codes),
        ...forEach(identities, 'address-code:both', OF_IDENTITY.codesForOneAddress, ` for ${key}`),
        limit('address-code:address', key, OF_ADDRESS.codes),
        { key: 'address-code:site', ...OF_SITE.codes },
      ]
      return use(limits, tooManyWords.code)
    },
    codeGuess(identities) {
      const own = forEach(identities, 'code-guess:identity', OF_IDENTITY.guesses)
      return use([...own, { key: 'code-guess:site', ...OF_SITE.guesses }], tooManyWords.code)
    },
    dataExport: (identities) =>
      use(forEach(identities, 'export:identity', OF_IDENTITY.exports), tooManyWords.dataExport),
    deletion(userId, identities) {
      const limits = forEach(identities, 'deletion:identity', OF_IDENTITY.deletions)
      return use(limits, tooManyWords.deletion, userId)
    },
  }
}

const ONE_LIMIT_FOR_ALL =
  'X-Forwarded-For names no address of the client: all such clients share one limit. Look at what the proxy writes there'

/**
 * The client's address. Warns once when it is not an address, because then all such clients share one limit.
 */
function createKnownAddress(
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  log: Pick<Logger, 'warn'>,
): (ctx: Context) => string {
  const clientAddress = createClientAddress(trustedProxies)
  let isReported = false
  return (ctx) => {
    const address = clientAddress(ctx)
    // The address is empty when the client has closed the connection.
    if (!isReported && address !== '' && networkOf(address) === UNKNOWN) {
      isReported = true
      log.warn(ONE_LIMIT_FOR_ALL)
    }
    return address
  }
}

/** Counts one action in memory. Throws `Problem` 429 over the limit. */
async function consume(counter: RateLimiterMemory, key: string, wordsFor: WordsFor): Promise<void> {
  const rejection = await counter.consume(key).then(noRejection, (result) => result)
  if (rejection) throw tooMany((rejection as RateLimiterRes).msBeforeNext, wordsFor)
}

function noRejection(): undefined {}
