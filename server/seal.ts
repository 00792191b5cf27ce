import { createHmac, hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'

/** Encrypts what the outside keeps for us or what must not lie open in the store. */
export interface Sealer {
  /** `text`, readable only for the same `purpose` and, when given, only until `expiresAt` (Unix ms). */
  seal(text: string, options: { purpose: string; expiresAt?: number }): Promise<string>
  /**
   * The text again, for what the store keeps: any listed secret opens it. Throws `SealBroken` when it is not ours, changed,
   * expired or meant for another purpose.
   */
  open(sealed: string, purpose: string): Promise<string>
  /**
   * The same for what a browser brings. An old secret is in the list because it may have leaked: with it anybody could make
   * cookies. So it opens them only in the first 15 minutes of the process, for people who are in the middle of something.
   */
  openCookie(sealed: string, purpose: string): Promise<string>
  /** Whether the first secret opens it in today's form; otherwise it should be sealed anew, as long as `open` can read it. */
  isCurrent(sealed: string, purpose: string): Promise<boolean>
  /**
   * The same short text for the same `text`, by which nobody without the secret can find it. Stays the same while SECRET
   * is rotated.
   */
  fingerprint(text: string): string
}

/** What the payloads of dead letters are sealed for, in every store. */
export const DEAD_LETTER = 'dead letter'

/** Which secret opens a sealed text: the first, an older one, or none. */
export type SealState = 'current' | 'old' | 'broken'

/** With what `sealed` was sealed. */
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

/** `sealed` anew, with the first secret; undefined when that is not needed or no secret opens it. */
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

/** Longer than any cookie that is sealed here lives. */
const OLD_COOKIES_FOR_MS = 15 * 60_000

/** RFC 7516, `dir` with A256GCM. jose would let the header choose any other algorithm. */
const HEADER = { alg: 'dir', enc: 'A256GCM' } as const
const ALGORITHMS = { keyManagementAlgorithms: [HEADER.alg], contentEncryptionAlgorithms: [HEADER.enc] }

/**
 * Seals with the first secret and opens with any of them, so that SECRET can be rotated. Each purpose has a key of its own,
 * so that what was sealed for one opens nothing else. `now`: Unix milliseconds.
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

/** What came of opening: the text, or why the last key did not fit. */
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

/** A key to try, and the purpose that must stand inside where the key does not belong to one. */
interface Opening {
  key: Uint8Array
  audience?: string
}

function openingFor(secret: string, purpose: string): Opening {
  return { key: keyFor(secret, purpose) }
}

/**
 * How things were sealed before each purpose had its own key: one key for all, and the purpose as the audience inside. The
 * store may still keep provider credentials of that form; cookies of that form have long expired.
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
