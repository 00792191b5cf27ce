import parse from 'co-body'
import type { Context } from 'koa'
import { isSignatureValid, oauthFields } from './oauth1.ts'
import type { Person } from './people.ts'
import { Refusal } from './refusal.ts'

/** A request token or an access token. */
export interface Token {
  kind: 'request' | 'access'
  token: string
  secret: string
  access: 'read' | 'write'
  /** Who it stands for; a request token has nobody before consent. */
  person?: Person
  /** Where consent leads, and the proof of it: of request tokens only. */
  callback?: string
  verifier?: string
}

/** A request whose signature is right. */
export interface Signed {
  token: Token | undefined
  /** The oauth_* fields and those of a form body. */
  fields: Record<string, string>
}

const MAX_SKEW_SECONDS = 300

/** A check of a request's OAuth 1.0a signature; throws `Refusal` 401 when it is wrong, stale or was used before. */
export function createSignatureCheck(
  { consumerKey, consumerSecret }: { consumerKey: string; consumerSecret: string },
  tokens: ReadonlyMap<string, Token>,
) {
  const nonces = new Set<string>()
  return async (ctx: Context): Promise<Signed> => {
    const authorization = ctx.get('Authorization')
    const fields = readFields(authorization)
    const form: Record<string, string> = ctx.is('urlencoded') ? await parse.form(ctx) : {}
    if (fields.oauth_consumer_key !== consumerKey || !isHmac(fields)) throw unauthenticated()
    const token = tokens.get(fields.oauth_token ?? '')
    if (fields.oauth_token && !token) throw xError(401, 89, 'Invalid or expired token.')

    // X signs for the address it was called at, so the stand-in takes it from the Host header.
    const request = { method: ctx.method, url: `http://${ctx.host}${ctx.originalUrl}`, authorization, form }
    const secrets = { consumer: consumerSecret, token: token?.secret ?? '' }
    if (!isSignatureValid(request, secrets)) throw unauthenticated()
    if (!isFresh(fields) || nonces.has(nonceOf(fields))) throw xError(401, 135, 'Timestamp out of bounds.')
    nonces.add(nonceOf(fields))
    return { token, fields: { ...form, ...fields } }
  }
}

/** An error as v1.1 of X's API puts it. */
export function xError(status: number, code: number, message: string): Refusal {
  return new Refusal(status, { errors: [{ code, message }] })
}

/** X charges for what was asked, and the application has nothing left. */
export function outOfCredit(): Refusal {
  const detail = 'Your enrolled account does not have any credits to fulfill this request.'
  return new Refusal(402, { title: 'CreditsDepleted', detail, status: 402 })
}

/** A header that cannot be read counts as none. */
function readFields(authorization: string): Record<string, string> {
  try {
    return oauthFields(authorization)
  } catch {
    return {}
  }
}

function isHmac({
  oauth_signature_method: method,
  oauth_version: version = '1.0',
}: Record<string, string>): boolean {
  return method === 'HMAC-SHA1' && version === '1.0'
}

function isFresh({ oauth_timestamp: seconds }: Record<string, string>): boolean {
  return Math.abs(Date.now() / 1_000 - Number(seconds)) < MAX_SKEW_SECONDS
}

/** RFC 5849, 3.3: unique for the same timestamp, client and token. */
function nonceOf(fields: Record<string, string>): string {
  return [fields.oauth_timestamp, fields.oauth_nonce, fields.oauth_token].join(' ')
}

function unauthenticated(): Refusal {
  return xError(401, 32, 'Could not authenticate you.')
}
