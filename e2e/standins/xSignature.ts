import parse from 'co-body'
import type { Context } from 'koa'
import { isSignatureValid, oauthFields } from './oauth1.ts'
import type { Person } from './people.ts'

/** A request token or an access token. */
export interface Token {
  kind: 'request' | 'access'
  token: string
  secret: string
  access: 'read' | 'write'
  /** Who it stands for; a request token has nobody before consent. */
  person?: Person
  verifier?: string
}

const MAX_SKEW_SECONDS = 300

/** A check of a request's OAuth 1.0a signature; it returns the token used, if any, and the oauth_* fields, else throws 401. */
export function createSignatureCheck(
  { consumerKey, consumerSecret }: { consumerKey: string; consumerSecret: string },
  tokens: ReadonlyMap<string, Token>,
) {
  const nonces = new Set<string>()
  return async (ctx: Context): Promise<{ token: Token | undefined; fields: Record<string, string> }> => {
    const authorization = ctx.get('Authorization')
    const fields = oauthFields(authorization)
    const token = tokens.get(fields.oauth_token ?? '')
    const form = ctx.is('urlencoded') ? await parse.form(ctx) : {}
    const request = { method: ctx.method, url: `http://${ctx.host}${ctx.originalUrl}`, authorization, form }
    const isFresh = Math.abs(Date.now() / 1_000 - Number(fields.oauth_timestamp)) < MAX_SKEW_SECONDS
    const nonce = `${fields.oauth_timestamp} ${fields.oauth_nonce}`
    const isReplayed = nonces.has(nonce)
    nonces.add(nonce)
    const isKnown = fields.oauth_consumer_key === consumerKey && (!fields.oauth_token || token !== undefined)
    const secrets = { consumer: consumerSecret, token: token?.secret ?? '' }
    if (!isFresh || isReplayed || !isKnown || !isSignatureValid(request, secrets)) {
      ctx.throw(401, '{"errors":[{"code":32,"message":"Could not authenticate you."}]}')
    }
    return { token, fields: { ...fields, ...form } }
  }
}
