import type { Context, Middleware } from 'koa'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from '../config.ts'
import { createClientAddress } from './clientAddress.ts'
import { Problem } from './problem.ts'

/** Counts, and throws `Problem` 429 with `Retry-After` over the limit. With RATE_LIMITS=off nothing is counted. */
export interface Limits {
  signInStart(ctx: Context): Promise<void>
  reminderByClient(ctx: Context): Promise<void>
  /** `key` is the address as `emailKey` makes it; an unknown address counts too. */
  reminderByAddress(key: string): Promise<void>
}

/** The ceiling for the whole site, far above what people do and below what a mail server bears. */
const SITE_REMINDERS_A_MINUTE = 600

/** The limits of the contract. */
export function createLimits({ rateLimits, trustedProxies }: Config): Limits {
  const clientAddress = createClientAddress(trustedProxies)
  const starts = limiter(60, 60)
  const byClient = limiter(20, 60)
  const byAddress = limiter(3, 3600)
  const wholeSite = limiter(SITE_REMINDERS_A_MINUTE, 60)

  async function count(
    counter: RateLimiterMemory,
    key: string,
    wordsFor: (seconds: number) => string,
  ): Promise<void> {
    if (!rateLimits) return
    try {
      await counter.consume(key)
    } catch (rejection) {
      throw tooMany(rejection as RateLimiterRes, wordsFor)
    }
  }
  return {
    signInStart: (ctx) => count(starts, clientAddress(ctx), signInWords),
    reminderByClient: async (ctx) => {
      await count(byClient, clientAddress(ctx), reminderWords)
      await count(wholeSite, 'site', reminderWords)
    },
    reminderByAddress: (key) => count(byAddress, key, reminderWords),
  }
}

/** Applies a limit to a route. */
export function limited(limit: (ctx: Context) => Promise<void>): Middleware {
  return async (ctx, next) => {
    await limit(ctx)
    await next()
  }
}

function limiter(points: number, seconds: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: seconds })
}

function tooMany({ msBeforeNext }: RateLimiterRes, wordsFor: (seconds: number) => string): Problem {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000))
  return new Problem(429, 'too-many', wordsFor(seconds), { headers: { 'Retry-After': String(seconds) } })
}

function reminderWords(seconds: number): string {
  return `Too many reminders! Try again in ${Math.ceil(seconds / 60)} minutes.`
}

function signInWords(seconds: number): string {
  return `Too many sign-ins from where you are. Please try again in ${seconds} seconds.`
}
