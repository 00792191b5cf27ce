import { Readable } from 'node:stream'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { CONTROL } from './control.ts'
import { Faults } from './faults.ts'

const times = z.number().int().positive().optional()

const schema = z.discriminatedUnion('kind', [
  z.object({ times, kind: z.literal('down') }),
  z.object({ times, kind: z.literal('hang') }),
  z.object({ times, kind: z.literal('slow'), ms: z.number().nonnegative() }),
  z.object({ times, kind: z.literal('late'), ms: z.number().nonnegative() }),
  z.object({ times, kind: z.literal('huge'), bytes: z.number().int().positive() }),
  z.object({
    times,
    kind: z.literal('answer'),
    status: z.number().int().min(200).max(599),
    body: z.string(),
    type: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    resetInSeconds: z.number().nonnegative().optional(),
  }),
])

/**
 * How an endpoint fails, for the next `times` requests or until cleared.
 *
 * `down` hangs up, and `hang` never answers. `slow` handles the request after `ms`. `late` handles it at once and
 * answers after `ms`. `huge` answers with JSON of `bytes`. `answer` sends the given answer; its `resetInSeconds` adds
 * the headers of a rate limit.
 */
export type HttpFault = z.infer<typeof schema>

type Answer = Extract<HttpFault, { kind: 'answer' }>

/** Creates a fault that answers with JSON. */
export const json = (status: number, body: object): Answer => ({
  kind: 'answer',
  status,
  body: JSON.stringify(body),
  type: 'application/json',
})

/** Ready faults of every provider, by their label on the control page. */
export const httpFaults = {
  'down: hangs up': { kind: 'down' },
  'never answers': { kind: 'hang' },
  'slow: 3 seconds': { kind: 'slow', ms: 3_000 },
  '401: bad credentials': json(401, {
    message: 'Bad credentials',
    errors: [{ code: 89, message: 'Invalid or expired token.' }],
  }),
  '402: out of credit': json(402, {
    title: 'CreditsDepleted',
    detail: 'Your enrolled account has no credits.',
    status: 402,
  }),
  '403: no access (453)': json(403, {
    errors: [{ code: 453, message: 'You currently have access to a subset of X API V2 endpoints.' }],
  }),
  '429: too many requests': {
    ...json(429, { title: 'Too Many Requests', detail: 'Too Many Requests', status: 429 }),
    resetInSeconds: 60,
  },
  '500: internal error': { kind: 'answer', status: 500, body: 'Internal error', type: 'text/plain' },
  '503: unavailable': {
    kind: 'answer',
    status: 503,
    body: '<!doctype html><h1>No server is available</h1>',
    type: 'text/html',
  },
  'HTML instead of JSON': { kind: 'answer', status: 200, body: '<!doctype html><p>Oops', type: 'text/html' },
  'broken JSON': { kind: 'answer', status: 200, body: '{"id": 18', type: 'application/json' },
  'an empty answer': { kind: 'answer', status: 200, body: '', type: 'application/json' },
  'a huge answer: 50 MB': { kind: 'huge', bytes: 50_000_000 },
} satisfies Record<string, HttpFault>

/** The faults of an HTTP stand-in with these endpoints; `ready` adds ready faults of its own. */
export function createHttpFaults(
  endpoints: Readonly<Record<string, string>>,
  ready: Readonly<Record<string, HttpFault>> = {},
): Faults<HttpFault> {
  return new Faults<HttpFault>({ endpoints, ready: { ...httpFaults, ...ready }, schema })
}

/** Middleware that applies the faults that are set. The control page never fails. */
export function failing(faults: Faults<HttpFault>): Middleware {
  return async (ctx, next) => {
    const fault = ctx.path === CONTROL ? undefined : faults.take(ctx.path)
    if (!fault) return next()
    if (fault.kind === 'answer') return answer(ctx, fault)
    if (fault.kind === 'huge') return answerHugely(ctx, fault.bytes)
    if (fault.kind === 'late') {
      await next()
      return faults.wait(fault.ms)
    }
    if (fault.kind === 'slow') {
      await faults.wait(fault.ms)
      return next()
    }
    if (fault.kind === 'hang') await faults.wait(NEVER_MS)
    ctx.respond = false
    ctx.req.socket.destroy()
  }
}

/** The longest delay that a timer of Node.js accepts. */
const NEVER_MS = 2 ** 31 - 1

function answer(
  ctx: Context,
  { status, body, type = 'text/plain', headers = {}, resetInSeconds }: Answer,
): void {
  ctx.status = status
  ctx.type = type
  ctx.body = body
  ctx.set(headers)
  if (resetInSeconds === undefined) return
  ctx.set('retry-after', String(resetInSeconds))
  ctx.set('x-rate-limit-limit', '100')
  ctx.set('x-rate-limit-remaining', '0')
  ctx.set('x-rate-limit-reset', String(Math.ceil(Date.now() / 1_000) + resetInSeconds))
}

function answerHugely(ctx: Context, bytes: number): void {
  ctx.type = 'application/json'
  ctx.body = Readable.from(spacesAround(bytes))
}

/** Yields valid JSON of `bytes` bytes, chunk by chunk, so that the whole is never in memory. */
function* spacesAround(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(65_536, ' ')
  for (let left = bytes - 2; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
  yield Buffer.from('{}')
}
