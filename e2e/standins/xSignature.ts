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
  /** The owner. A request token has none before consent. */
  person?: Person
  /** Of request tokens only. */
  callback?: string
  /** Of request tokens only, after consent. */
  verifier?: string
}

/** A request with a valid signature. */
export interface Signed {
  /** Undefined when the application signed with its consumer key only. */
  token: Token | undefined
  /** The oauth_* fields and the fields of a form body. */
  fields: Record<string, string>
}

const MAX_SKEW_SECONDS = 300

/**
 * Creates the check of OAuth 1.0a signatures. The check throws `Refusal` 401 when a signature is wrong, too old, or
 * repeats a nonce.
 */
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

    // The client signs the URL that it called; the Host header tells the stand-in its origin.
    const request = { method: ctx.method, url: `http://${ctx.host}${ctx.originalUrl}`, authorization, form }
    const secrets = { consumer: consumerSecret, token: token?.secret ?? '' }
    if (!isSignatureValid(request, secrets)) throw unauthenticated()
    if (!isFresh(fields) || nonces.has(nonceOf(fields))) throw xError(401, 135, 'Timestamp out of bounds.')
    nonces.add(nonceOf(fields))
    return { token, fields: { ...form, ...fields } }
  }
}

/** An error in the format of X's API v1.1. */
export function xError(status: number, code: number, message: string): Refusal {
  return new Refusal(status, { errors: [{ code, message }] })
}

/** X's answer to a request that costs credit when the application has none left. */
export function outOfCredit(): Refusal {
  const detail = 'Your enrolled account does not have any credits to fulfill this request.'
  return new Refusal(402, { title: 'CreditsDepleted', detail, status: 402 })
}

/** The fields of the header; none if it is malformed. */
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

/** What must be unique: nonce, timestamp and token, for the one client (RFC 5849, 3.3). */
function nonceOf(fields: Record<string, string>): string {
  return [fields.oauth_timestamp, fields.oauth_nonce, fields.oauth_token].join(' ')
}

function unauthenticated(): Refusal {
  return xError(401, 32, 'Could not authenticate you.')
}
