import type { Context } from 'koa'
import { Refusal } from './refusal.ts'
import type { Token } from './xSignature.ts'

/** X's limit for posts of one person in 15 minutes. https://docs.x.com/x-api/fundamentals/rate-limits */
const LIMIT = 100
const WINDOW_SECONDS = 15 * 60

interface Window {
  used: number
  /** Unix seconds. */
  resetsAt: number
}

/** By token, then by path. The map is weak, so that a stand-in that has ended leaves no counts behind. */
const windows = new WeakMap<Token, Map<string, Window>>()

/** Counts a request against the limit of its endpoint and sets X's headers about it. Throws `Refusal` 429. */
export function countRequest(ctx: Context, token: Token): void {
  const nowSeconds = Math.floor(Date.now() / 1_000)
  const byPath = windows.get(token) ?? new Map<string, Window>()
  windows.set(token, byPath)
  const last = byPath.get(ctx.path)
  const current =
    last && last.resetsAt > nowSeconds ? last : { used: 0, resetsAt: nowSeconds + WINDOW_SECONDS }
  byPath.set(ctx.path, current)
  current.used += 1
  ctx.set('x-rate-limit-limit', String(LIMIT))
  ctx.set('x-rate-limit-remaining', String(Math.max(0, LIMIT - current.used)))
  ctx.set('x-rate-limit-reset', String(current.resetsAt))
  if (current.used > LIMIT)
    throw new Refusal(429, { title: 'Too Many Requests', detail: 'Too Many Requests', status: 429 })
}
