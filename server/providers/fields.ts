import { z } from 'zod'
import { parseAddress } from '../address.ts'

/** Longer than the URL of any picture, and than any person's address. */
const MAX_URL = 2_000
const MAX_ADDRESS = 1_000

/**
 * A field for one line of outside text, at most `max` characters, without control characters and direction
 * overrides. It is also cut before it is normalized, because NFC takes many seconds for a megabyte of
 * combining marks.
 */
export function lineField(max: number) {
  return z.string().transform((text) =>
    text
      .slice(0, 4 * max)
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      // These characters reverse the direction of the text after them, to disguise it.
      .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
      .trim()
      .slice(0, max)
      // Removes half of a surrogate pair, left by this cut or the provider's: as UTF-8 all such halves are
      // equal.
      .replace(/\p{Cs}/gu, ''),
  )
}

/** The person's username at the provider; must not be empty. */
export const usernameField = lineField(100).pipe(z.string().min(1))

/** The person's full name; may be missing. */
export const nameField = lineField(200)
  .nullish()
  .transform((name) => name ?? '')

/** The http(s) URL of a picture, else null: no other scheme may reach a page. */
export const avatarField = z
  .string()
  .nullish()
  .transform((text) => {
    const url = text && text.length <= MAX_URL && URL.canParse(text) ? new URL(text) : null
    return url && /^https?:$/.test(url.protocol) && url.href.length <= MAX_URL ? url.href : null
  })

/**
 * One well-formed mail address, else null. An address that NFKC would change is refused: the provider
 * verified it as written, not in its changed form.
 */
export const addressField = z
  .string()
  .nullish()
  .transform((text) => {
    const isPlain = text && text.length <= MAX_ADDRESS && text === text.normalize('NFKC')
    return (isPlain && parseAddress(text)) || null
  })
