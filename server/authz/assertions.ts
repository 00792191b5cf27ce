import { createPrivateKey, createPublicKey, hash, hkdfSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Config } from '../config.ts'
import type { User } from '../store/account.ts'

/** The lifetime of an assertion. */
const LIFETIME_SECONDS = 60

/** Of the current second's assertions at most this many are cached: one page load makes many requests. */
const MAX_KEPT = 1_000

/** A PKCS #8 Ed25519 key is this prefix and the 32 bytes of its seed (RFC 8410, 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A key that signs assertions. */
interface AssertionKey {
  kid: string
  private: KeyObject
  /** A public JWK (RFC 8037). */
  jwk: Record<string, string>
}

/** Signs assertions of the signed-in person, each for one origin. */
interface Assertions {
  /** Returns the JWT. `audience` is the origin that may accept it; `atMs` is Unix milliseconds. */
  sign(user: User, audience: string, atMs: number): Promise<string>
  /** The JWK set (RFC 7517), the signing key first. */
  jwks: { keys: Record<string, string>[] }
}

/** Derives the Ed25519 key from a secret: nothing is stored, and all processes have the same key. */
export function assertionKeyOf(secret: string): AssertionKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'doorman assertion', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  // RFC 7638, with the members that RFC 8037 names.
  const kid = hash('sha256', JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }), 'base64url')
  return { kid, private: key, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' } }
}

/** Signs with the key of the first secret and publishes the keys of all, so that SECRET can be rotated. */
export function createAssertions({ secrets, publicUrl }: Pick<Config, 'secrets' | 'publicUrl'>): Assertions {
  const keys = secrets.map(assertionKeyOf)
  const [first] = keys
  if (first === undefined) throw new Error('assertions need at least one secret')
  let kept = new Map<string, Kept>()
  let keptSecond = 0

  /** Empties the cache for each new second, because the lifetime of an assertion begins with its second. */
  function forgetOthers(second: number): void {
    if (second === keptSecond && kept.size < MAX_KEPT) return
    kept = new Map()
    keptSecond = second
  }

  return {
    jwks: { keys: keys.map(({ jwk }) => jwk) },
    sign(user, audience, atMs) {
      const second = Math.floor(atMs / 1_000)
      forgetOthers(second)
      const key = `${user.id} ${audience}`
      const known = kept.get(key)
      if (known && saysTheSame(known.user, user)) return known.text
      const text = signOne(user, { audience, second, issuer: publicUrl, key: first })
      kept.set(key, { user, text })
      return text
    },
  }
}

/** A cached assertion of the current second, for one user and audience. */
interface Kept {
  user: User
  text: Promise<string>
}

/** Whether both users have the same claims. The PostgreSQL store reads a new object for each request. */
function saysTheSame(one: User, other: User): boolean {
  return (
    one === other ||
    (one.username === other.username &&
      one.name === other.name &&
      one.email === other.email &&
      one.avatarUrl === other.avatarUrl)
  )
}

interface Terms {
  audience: string
  issuer: string
  /** Unix seconds. */
  second: number
  key: AssertionKey
}

function signOne(user: User, { audience, issuer, second, key }: Terms): Promise<string> {
  const { id, username, name, email, avatarUrl } = user
  const claims = {
    preferred_username: username,
    name,
    email,
    email_verified: email !== null,
    picture: avatarUrl,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(id)
    .setIssuedAt(second)
    .setExpirationTime(second + LIFETIME_SECONDS)
    .sign(key.private)
}
