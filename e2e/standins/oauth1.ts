import { createHmac, timingSafeEqual } from 'node:crypto'

/** The parts of a request that an OAuth 1.0a signature covers. */
export interface SignedRequest {
  method: string
  /** The URL that the client called, with its query. */
  url: string
  /** The Authorization header. */
  authorization: string
  /** The fields of a form body; other bodies are not signed. */
  form: Record<string, string>
}

/** The fields of an OAuth Authorization header, realm included (RFC 5849, 3.5.1). Throws URIError for bad escapes. */
export function oauthFields(authorization: string): Record<string, string> {
  const pairs = authorization.replace(/^OAuth\s+/i, '').matchAll(/([A-Za-z_]+)="([^"]*)"/g)
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]))
}

/** Whether the HMAC-SHA1 signature is valid (RFC 5849, 3.4.2). Throws URIError for bad escapes. */
export function isSignatureValid(
  request: SignedRequest,
  secrets: { consumer: string; token: string },
): boolean {
  const { oauth_signature: given = '' } = oauthFields(request.authorization)
  const key = `${encode(secrets.consumer)}&${encode(secrets.token)}`
  const expected = createHmac('sha1', key).update(signatureBaseString(request)).digest()
  const actual = Buffer.from(given, 'base64')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** The text that the client signs (RFC 5849, 3.4.1). Throws URIError for bad escapes. */
export function signatureBaseString({ method, url, authorization, form }: SignedRequest): string {
  const { oauth_signature: _, realm: __, ...fields } = oauthFields(authorization)
  const { origin, pathname, searchParams } = new URL(url)
  const parameters = [...Object.entries(fields), ...searchParams, ...Object.entries(form)]
  const normalized = parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return [method.toUpperCase(), encode(origin + pathname), encode(normalized)].join('&')
}

/** Percent-encodes as RFC 5849, 3.6, which also escapes `!'()*`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Compares code units; the RFC's order does not depend on a language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
