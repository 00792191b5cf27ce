import { randomUUID } from 'node:crypto'
import type { Context } from 'koa'
import type { User } from '../store/account.ts'

/** Keys change only with SECRET, and then both are published for as long as both are set. */
const KEYS_FOR_SECONDS = 3_600

/** Names and values in turn, as Node's writeHead takes them. */
type FlatHeaders = readonly string[]

/** Writes answers past Koa, which would spend a third of the time of such a request on them. */
export interface Answers {
  /** An answer without a body, which nobody may keep. The id of the request, for the log. */
  empty(ctx: Context, status: number, headers?: FlatHeaders): string
  /** The public keys, which proxies and libraries may keep. */
  keys(ctx: Context, jwks: object): void
}

/** `headers` are those of every answer of the site. */
export function createAnswers(headers: Record<string, string>): Answers {
  const common = Object.entries(headers).flat()
  const uncached = [...common, 'Cache-Control', 'no-store', 'Content-Length', '0']
  const cached = [...common, 'Cache-Control', `public, max-age=${KEYS_FOR_SECONDS}`]

  /** The log's middleware has set the id already when it stands in front. */
  function idOf(ctx: Context): string {
    return (ctx.state.requestId as string | undefined) ?? randomUUID()
  }

  return {
    empty(ctx, status, own = []) {
      const request = idOf(ctx)
      ctx.respond = false
      ctx.res.writeHead(status, [...uncached, 'X-Request-Id', request, ...own]).end()
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

/** Every header is always there: a proxy must never pass on the value that the browser sent. */
export function headersOfUser({ id, username, name, email }: User, assertion: string): FlatHeaders {
  return [
    'Remote-User',
    id,
    'Remote-Username',
    rawUtf8(username),
    'Remote-Name',
    // A name that a provider cut in the middle of a letter could not be encoded.
    encodeURIComponent(isAscii(name) ? name : Buffer.from(name).toString()),
    'Remote-Email',
    rawUtf8(email ?? ''),
    'Remote-Assertion',
    assertion,
  ]
}

/** Node writes headers as Latin-1, so each byte of the UTF-8 stands as one letter (obs-text, RFC 9110, 5.5). */
function rawUtf8(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1')
}

/** Most texts are, and need no bytes of their own. */
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
