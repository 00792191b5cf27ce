import parse from 'co-body'
import type { Context, Middleware } from 'koa'
import { Problem } from './problem.ts'

const LIMIT = '16kb'

type Fields = Record<string, unknown>

/**
 * Receives the body before the session is read: a client that sends it slowly may be signed out by its end.
 * `readBody` reports the errors of the body.
 */
export function awaitBody(): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return next()
    const body = receiveBody(ctx)
    ctx.state.body = body
    await body.catch(() => undefined)
    await next()
  }
}

/**
 * The fields of a request's body, a form or a JSON object; `{}` when there is none. Values are unchecked.
 * Throws `Problem` 400 for a malformed body, 413 for more than 16 kB, 415 for another content type.
 */
export function readBody(ctx: Context): Promise<Fields> {
  return ctx.state.body ?? receiveBody(ctx)
}

async function receiveBody(ctx: Context): Promise<Fields> {
  const kind = ctx.request.is('json', 'urlencoded', 'multipart/form-data')
  // A browser's POST without a body has a Content-Length of 0 and no Content-Type.
  if (kind === null || ctx.request.length === 0) return {}
  if (kind === false) {
    throw new Problem(415, 'unsupported', (answers) => answers.body.unsupported)
  }
  try {
    const fields = await readFields(ctx, kind)
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields }
  } catch (cause) {
    throw asProblem(cause)
  }
  throw new Problem(400, 'malformed', (answers) => answers.body.notObject)
}

function readFields(ctx: Context, kind: string): Promise<unknown> {
  if (kind === 'json') return parse.json(ctx, { limit: LIMIT })
  return kind === 'urlencoded' ? readForm(ctx) : readMultipart(ctx)
}

/**
 * Refuses fields named `__proto__`. The JSON parser refuses them itself; the form parser drops them silently.
 */
async function readForm(ctx: Context): Promise<unknown> {
  const { parsed, raw } = await parse.form(ctx, { limit: LIMIT, returnRawBody: true })
  const names = [...new URLSearchParams(raw).keys()]
  if (names.some((name) => name.includes('__proto__'))) throw new SyntaxError('a field is named __proto__')
  return parsed
}

/** A form as `fetch` sends a `FormData` (RFC 7578). A name that occurs twice has an array, as in other forms. */
async function readMultipart(ctx: Context): Promise<unknown> {
  const text = await parse.text(ctx, { limit: LIMIT })
  const headers = { 'Content-Type': ctx.get('Content-Type') }
  const form = await new Response(text, { headers }).formData()
  const names = [...new Set(form.keys())]
  if (names.some((name) => name.includes('__proto__'))) throw new SyntaxError('a field is named __proto__')
  const fieldOf = (values: unknown[]) => (values.length === 1 ? values[0] : values)
  return Object.fromEntries(names.map((name) => [name, fieldOf(form.getAll(name))]))
}

function asProblem(cause: unknown): Problem {
  const { status } = cause as { status?: number }
  if (status === 413) return new Problem(413, 'too-large', (answers) => answers.body.tooLarge, { cause })
  if (status === 415) return new Problem(415, 'unsupported', (answers) => answers.body.encoding, { cause })
  return new Problem(400, 'malformed', (answers) => answers.body.malformed, { cause })
}
