import { createHmac, hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'

/** Encrypts data that browsers keep for us, or that the store must not contain in plain text. */
export interface Sealer {
  /**
   * Encrypts `text`. It can be opened only for the same `purpose` and, if given, until `expiresAt` (Unix ms).
   */
  seal(text: string, options: { purpose: string; expiresAt?: number }): Promise<string>
  /**
   * Decrypts a value from the store, with any listed secret. Throws `SealBroken` when it was not sealed here,
   * was changed, has expired or has another purpose.
   */
  open(sealed: string, purpose: string): Promise<string>
  /**
   * Decrypts a value from a browser. An old secret may have been leaked, and then anybody could forge cookies
   * with it. So it opens cookies only in the first 15 minutes of the process, for people who are in the
   * middle of a sign-in.
   */
  openCookie(sealed: string, purpose: string): Promise<string>
  /**
   * Whether the first secret opens it in the current form. If not, it should be sealed again while `open` can
   * read it.
   */
  isCurrent(sealed: string, purpose: string): Promise<boolean>
  /**
   * A short keyed hash of `text`, always the same for the same text. It reveals the text to nobody without
   * the secret, and stays the same while SECRET is rotated.
   */
  fingerprint(text: string): string
}

/** The purpose for which dead letters' payloads are sealed, in every store. */
export const DEAD_LETTER = 'dead letter'

/** The secret that opens a sealed text: the first, an older one, or none. */
export type SealState = 'current' | 'old' | 'broken'

/** Finds out which secret opens `sealed`. */
export async function sealStateOf(
  sealed: string,
  purpose: string,
  sealer: Pick<Sealer, 'open' | 'isCurrent'>,
): Promise<SealState> {
  if (await sealer.isCurrent(sealed, purpose)) return 'current'
  try {
    await sealer.open(sealed, purpose)
    return 'old'
  } catch (error) {
    if (error instanceof SealBroken) return 'broken'
    throw error
  }
}

/** `sealed`, sealed again with the first secret; undefined when it already is, or when no secret opens it. */
export async function resealed(
  sealed: string,
  purpose: string,
  sealer: Pick<Sealer, 'seal' | 'open' | 'isCurrent'>,
): Promise<string | undefined> {
  if ((await sealStateOf(sealed, purpose, sealer)) !== 'old') return undefined
  return sealer.seal(await sealer.open(sealed, purpose), { purpose })
}

/** A sealed text that cannot be opened. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

/** Longer than the lifetime of any cookie that is sealed here. */
const OLD_COOKIES_FOR_MS = 15 * 60_000

/** RFC 7516, `dir` with A256GCM. By default jose accepts any algorithm that the header names. */
const HEADER = { alg: 'dir', enc: 'A256GCM' } as const
const ALGORITHMS = { keyManagementAlgorithms: [HEADER.alg], contentEncryptionAlgorithms: [HEADER.enc] }

/**
 * Seals with the first secret and opens with any of them, so that SECRET can be rotated. Each purpose has its
 * own key, so a text sealed for one purpose cannot be opened for another. `now` is in Unix milliseconds.
 */
export function createSealer({ secrets, now }: { secrets: string[]; now: () => number }): Sealer {
  const [first, oldest] = [secrets[0], secrets.at(-1)]
  if (first === undefined || oldest === undefined) throw new Error('a sealer needs at least one secret')
  const startedAt = now()
  const fingerprintKey = deriveKey(oldest, 'doorman fingerprint')
  const openWith = (openings: Opening[], sealed: string) => openWithAny(openings, { sealed, now: now() })
  const openAs = async (purpose: string, opened: Promise<Opened>) => {
    const { text, cause } = await opened
    if (text !== undefined) return text
    throw new SealBroken(`cannot open what was sealed for ${purpose}; was SECRET changed?`, { cause })
  }
  return {
    async seal(text, { purpose, expiresAt }) {
      const token = new EncryptJWT({ text }).setProtectedHeader(HEADER)
      if (expiresAt !== undefined) token.setExpirationTime(new Date(expiresAt))
      return token.encrypt(keyFor(first, purpose))
    },
    open(sealed, purpose) {
      const openings = secrets.flatMap((secret) => [openingFor(secret, purpose), olderForm(secret, purpose)])
      return openAs(purpose, openWith(openings, sealed))
    },
    openCookie(sealed, purpose) {
      const isEarly = now() - startedAt < OLD_COOKIES_FOR_MS
      const openings = (isEarly ? secrets : [first]).map((secret) => openingFor(secret, purpose))
      return openAs(purpose, openWith(openings, sealed))
    },
    async isCurrent(sealed, purpose) {
      return (await openWith([openingFor(first, purpose)], sealed)).text !== undefined
    },
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest('base64url').slice(0, 22),
  }
}

/** The result of opening: the text, or the error of the last key. */
type Opened = { text: string; cause?: undefined } | { text?: undefined; cause: unknown }

async function openWithAny(
  openings: readonly Opening[],
  { sealed, now }: { sealed: string; now: number },
): Promise<Opened> {
  let cause: unknown
  for (const { key, ...claims } of openings) {
    try {
      const options = { ...ALGORITHMS, ...claims, currentDate: new Date(now) }
      const { payload } = await jwtDecrypt(sealed, key, options)
      return { text: String(payload.text) }
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error
      cause = error
    }
  }
  return { cause }
}

/**
 * A key to try. If the key is shared by all purposes, `audience` is the purpose that the text must contain.
 */
interface Opening {
  key: Uint8Array
  audience?: string
}

function openingFor(secret: string, purpose: string): Opening {
  return { key: keyFor(secret, purpose) }
}

/**
 * The older form: one key for all purposes, with the purpose as the audience inside. The store may still
 * contain provider credentials of this form; cookies of this form have expired long ago.
 */
function olderForm(secret: string, purpose: string): Opening {
  return { key: deriveKey(secret, 'doorman seal'), audience: purpose }
}

function keyFor(secret: string, purpose: string): Uint8Array {
  return deriveKey(secret, `doorman seal: ${purpose}`)
}

/** RFC 5869. `info` binds the key to its use. */
function deriveKey(secret: string, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', info, 32))
}
