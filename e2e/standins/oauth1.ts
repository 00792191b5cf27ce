import { createHmac, timingSafeEqual } from 'node:crypto'

/** A request as its signature sees it. */
export interface SignedRequest {
  method: string
  /** With query. */
  url: string
  /** The Authorization header. */
  authorization: string
  /** The fields of a form body; other bodies are not signed. */
  form: Record<string, string>
}

/** The oauth_* fields of an Authorization header (RFC 5849, 3.5.1). */
export function oauthFields(authorization: string): Record<string, string> {
  const pairs = authorization.replace(/^OAuth\s+/i, '').matchAll(/([a-z_]+)="([^"]*)"/g)
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]))
}

/** Whether the HMAC-SHA1 signature is right (RFC 5849, 3.4). */
export function isSignatureValid(
  request: SignedRequest,
  secrets: { consumer: string; token: string },
): boolean {
  const { oauth_signature: given = '', realm: _, ...fields } = oauthFields(request.authorization)
  const url = new URL(request.url)
  const parameters = [...Object.entries(fields), ...url.searchParams, ...Object.entries(request.form)]
  const normalized = parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const base = [request.method.toUpperCase(), encode(url.origin + url.pathname), encode(normalized)].join('&')
  const key = `${encode(secrets.consumer)}&${encode(secrets.token)}`
  const expected = createHmac('sha1', key).update(base).digest()
  const actual = Buffer.from(given, 'base64')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** RFC 5849, 3.6: stricter than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
