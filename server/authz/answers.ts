import { randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import type { User } from '../store/account.ts'

/** Keys change only with SECRET. During a rotation the keys of both secrets are published. */
const KEYS_FOR_SECONDS = 3_600

const NO_SNIFFING = ['X-Content-Type-Options', 'nosniff']

/** Names and values in turn: the form that Node's writeHead takes without conversion. */
type FlatHeaders = readonly string[]

/** Writes responses directly to Node's response: Koa would take a third of the time of such a request. */
export interface Answers {
  /**
   * Says that the request is signed in: 200 without a body. A proxy reads it and shows it to nobody, so it has none of
   * the headers that tell browsers what a page may do. They would take a quarter of the time of such a request.
   */
  yes(ctx: Context, headers: FlatHeaders): void
  /** Sends any other response without a body. Returns the id of the request, for the log. */
  empty(ctx: Context, status: number, headers?: FlatHeaders): string
  /** Sends the public keys, which proxies and libraries may cache. */
  keys(ctx: Context, jwks: object): void
}

/** `headers` are added to every response that a proxy may pass on to a browser. */
export function createAnswers(headers: Record<string, string>): Answers {
  const common = Object.entries(headers).flat()
  const nothing = ['Cache-Control', 'no-store', 'Content-Length', '0']
  const cached = [...common, 'Cache-Control', `public, max-age=${KEYS_FOR_SECONDS}`]

  /** The log's middleware has already set the id if it ran before. */
  function idOf(ctx: Context): string {
    return (ctx.state.requestId as string | undefined) ?? randomUUID()
  }

  return {
    yes(ctx, own) {
      ctx.respond = false
      ctx.res.writeHead(200, [...nothing, ...NO_SNIFFING, 'X-Request-Id', idOf(ctx), ...own]).end()
    },
    empty(ctx, status, own = []) {
      const request = idOf(ctx)
      ctx.respond = false
      ctx.res.writeHead(status, [...common, ...nothing, 'X-Request-Id', request, ...own]).end()
      return request
    },
    keys(ctx, jwks) {
      const text = JSON.stringify(jwks)
      const ofText = [
        'Content-Type',
        'application/json; charset=utf-8',
        'Content-Length',
        String(text.length),
      ]
      ctx.respond = false
      ctx.res.writeHead(200, [...cached, 'X-Request-Id', idOf(ctx), ...ofText])
      ctx.res.end(ctx.method === 'HEAD' ? undefined : text)
    },
  }
}

/** Every header is always present: otherwise a proxy could pass on the value that the browser sent. */
export function headersOfUser({ id, username, name, email }: User, assertion: string): FlatHeaders {
  return [
    'Remote-User',
    id,
    'Remote-Username',
    rawUtf8(username),
    'Remote-Name',
    // encodeURIComponent throws on half a surrogate pair, which a provider may have left when it cut the
    // name.
    encodeURIComponent(isAscii(name) ? name : Buffer.from(name).toString()),
    'Remote-Email',
    rawUtf8(email ?? ''),
    'Remote-Assertion',
    assertion,
  ]
}

/** Node writes headers as Latin-1, so each UTF-8 byte is given as one character (obs-text, RFC 9110, 5.5). */
function rawUtf8(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1')
}

/** Most texts are ASCII and need no conversion. */
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
