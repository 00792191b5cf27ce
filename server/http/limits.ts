import type { Context, Middleware } from 'koa'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import type { Answers } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import type { Sealer } from '../seal.ts'
import { type Identity, identityKey } from '../store/account.ts'
import type { Limit, Store } from '../store/store.ts'
import { createClientAddress, networkOf } from './clientAddress.ts'
import { Problem } from './problem.ts'

/** Counts, and throws `Problem` 429 with `Retry-After` over the limit. With RATE_LIMITS=off nothing is counted. */
export interface Limits {
  /** Going to a provider, to sign in or to connect. Processes on one database count together. */
  signInStart(ctx: Context): Promise<void>
  /** Coming back from one. */
  signInEnd(ctx: Context): Promise<void>
  /** Changing something in the account. */
  change(ctx: Context): Promise<void>
  /**
   * A code for an address, given as `emailKey` makes it, asked for by the account with these identities. It counts whether or
   * not an account has the address. Kept in the store by fingerprints, which outlive the account.
   */
  addressCode(identities: readonly Identity[], key: string): Promise<void>
  /** A guess at a code, right or wrong. Kept in the store. */
  codeGuess(identities: readonly Identity[]): Promise<void>
  /** Deleting the account of this user; trying that again is not another one. Each deletion leaves a tombstone. */
  deletion(userId: string, identities: readonly Identity[]): Promise<void>
  /**
   * A reminder for the address, given as `emailKey` makes it, or for something that is none. An unknown address counts
   * too. Kept in the store: a restart forgives nothing.
   */
  reminder(ctx: Context, key: string | undefined): Promise<void>
  /** Taking everything about a user along. Each time is an event, and too many would push out those that matter. */
  dataExport(userId: string): Promise<void>
}

/** The ceiling for the whole site, far above what people do and below what a mail server bears. */
const SITE_REMINDERS_A_MINUTE = 600

/** Nobody's data changes as often. */
const EXPORTS_AN_HOUR = 10

const STARTS_A_MINUTE = 60

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

interface Needs {
  store: Pick<Store, 'use'>
  sealer: Pick<Sealer, 'fingerprint'>
}

/** The limits of the contract, and those that the rest needs. */
export function createLimits(config: Config, { store, sealer }: Needs): Limits {
  const clientAddress = createClientAddress(config.trustedProxies)
  const clientOf = (ctx: Context) => networkOf(clientAddress(ctx))

  function aMinute(points: number, wordsFor: WordsFor): Limits['signInStart'] {
    const counter = new RateLimiterMemory({ points, duration: 60 })
    return async (ctx) => {
      if (!config.rateLimits) return
      const rejection = await counter.consume(clientOf(ctx)).then(noRejection, (result) => result)
      if (rejection) throw tooMany((rejection as RateLimiterRes).msBeforeNext, wordsFor)
    }
  }
  /** Kept in the store. */
  async function use(limits: Limit[], wordsFor: WordsFor, id?: string): Promise<void> {
    const waitMs = config.rateLimits ? await store.use(limits, id) : 0
    if (waitMs > 0) throw tooMany(waitMs, wordsFor)
  }
  function ofIdentities(
    identities: readonly Identity[],
    name: string,
    rate: Pick<Limit, 'max' | 'windowMs'>,
    and = '',
  ): Limit[] {
    return identities.map((identity) => ({
      key: `${name}:${sealer.fingerprint(identityKey(identity) + and)}`,
      ...rate,
    }))
  }
  function startAtAny(ctx: Context): Promise<void> {
    const key = `start:client:${sealer.fingerprint(clientOf(ctx))}`
    return use([{ key, max: STARTS_A_MINUTE, windowMs: MINUTE_MS }], signInWords)
  }
  return {
    signInStart: config.databaseUrl ? startAtAny : aMinute(STARTS_A_MINUTE, signInWords),
    signInEnd: aMinute(120, signInWords),
    change: aMinute(60, changeWords),
    addressCode(identities, key) {
      const both = ofIdentities(identities, 'address-code:both', { max: 3, windowMs: HOUR_MS }, ` for ${key}`)
      const own = ofIdentities(identities, 'address-code:identity', { max: 5, windowMs: HOUR_MS })
      const address = `address-code:address:${sealer.fingerprint(key)}`
      return use([...own, ...both, { key: address, max: 12, windowMs: HOUR_MS }], codeWords)
    },
    codeGuess: (identities) =>
      use(ofIdentities(identities, 'code-guess:identity', { max: 30, windowMs: HOUR_MS }), codeWords),
    deletion(userId, identities) {
      const limits = ofIdentities(identities, 'deletion:identity', { max: 5, windowMs: 24 * HOUR_MS })
      return use(limits, changeWords, userId)
    },
    async reminder(ctx, key) {
      if (!config.rateLimits) return
      const client = sealer.fingerprint(clientOf(ctx))
      const limits: Limit[] = [
        { key: `reminder:client:${client}`, max: 20, windowMs: MINUTE_MS },
        { key: 'reminder:site', max: SITE_REMINDERS_A_MINUTE, windowMs: MINUTE_MS },
      ]
      if (key !== undefined) {
        limits.push({ key: `reminder:address:${sealer.fingerprint(key)}`, max: 3, windowMs: 60 * MINUTE_MS })
      }
      await use(limits, reminderWords)
    },
    dataExport(userId) {
      const key = `export:${sealer.fingerprint(userId)}`
      return use([{ key, max: EXPORTS_AN_HOUR, windowMs: 60 * MINUTE_MS }], exportWords)
    },
  }
}

/** Applies a limit to a route. */
export function limited(limit: (ctx: Context) => Promise<void>): Middleware {
  return async (ctx, next) => {
    await limit(ctx)
    await next()
  }
}

function noRejection(): undefined {}

function tooMany(waitMs: number, wordsFor: WordsFor): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return new Problem(429, 'too-many', (answers) => wordsFor(answers, seconds), {
    headers: { 'Retry-After': String(seconds) },
  })
}

type WordsFor = (answers: Answers, seconds: number) => string

const reminderWords: WordsFor = ({ reminder }, seconds) =>
  fill(reminder.tooMany, { minutes: Math.ceil(seconds / 60) })

const codeWords: WordsFor = ({ address }, seconds) =>
  fill(address.tooMany, { minutes: Math.ceil(seconds / 60) })

const signInWords: WordsFor = ({ limits }, seconds) => fill(limits.signIn, { seconds })

const changeWords: WordsFor = ({ limits }, seconds) => fill(limits.change, { seconds })

const exportWords: WordsFor = ({ takeAlong }, seconds) =>
  fill(takeAlong.tooMany, { minutes: Math.ceil(seconds / 60) })
