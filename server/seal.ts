import { createHmac, hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'

/** Encrypts what the outside keeps for us or what must not lie open in the store. */
export interface Sealer {
  /** `text`, readable only for the same `purpose` and, when given, only until `expiresAt` (Unix ms). */
  seal(text: string, options: { purpose: string; expiresAt?: number }): Promise<string>
  /** The text again. Throws `SealBroken` when it is not ours, changed, expired or meant for another purpose. */
  open(sealed: string, purpose: string): Promise<string>
  /**
   * The same short text for the same `text`, by which nobody without the secret can find it. Stays the same while SECRET
   * is rotated.
   */
  fingerprint(text: string): string
}

/** A sealed text that cannot be opened. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

/**
 * Seals with a key derived from the first secret and opens with any of them, so that SECRET can be rotated.
 * The form is a JWE (RFC 7516, `dir`, A256GCM) whose audience is the purpose.
 */
export function createSealer(options: { secrets: string[]; now: () => number }): Sealer {
  const keys = options.secrets.map((secret) => deriveKey(secret, 'doorman seal'))
  const oldest = deriveKey(options.secrets.at(-1) ?? '', 'doorman fingerprint')
  return {
    async seal(text, { purpose, expiresAt }) {
      const token = new EncryptJWT({ text })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
      if (expiresAt !== undefined) token.setExpirationTime(new Date(expiresAt))
      return token.encrypt(firstOf(keys))
    },
    async open(sealed, purpose) {
      let cause: unknown
      for (const key of keys) {
        try {
          const claims = { audience: purpose, currentDate: new Date(options.now()) }
          const { payload } = await jwtDecrypt(sealed, key, claims)
          return String(payload.text)
        } catch (error) {
          if (!(error instanceof errors.JOSEError)) throw error
          cause = error
        }
      }
      throw new SealBroken(`cannot open what was sealed for ${purpose}; was SECRET changed?`, { cause })
    },
    fingerprint: (text) => createHmac('sha256', oldest).update(text).digest('base64url').slice(0, 22),
  }
}

function deriveKey(secret: string, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', use, 32))
}

function firstOf(keys: Uint8Array[]): Uint8Array {
  const [first] = keys
  if (first === undefined) throw new Error('a sealer needs at least one secret')
  return first
}
