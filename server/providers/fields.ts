import { z } from 'zod'
import { parseAddress } from '../address.ts'

/** Longer than the address of any picture, and of any person. */
const MAX_URL = 2_000
const MAX_ADDRESS = 1_000

/**
 * A line of text from outside, at most `max` characters, without what could break a line or a terminal. It is cut before it is
 * normalized, too: a megabyte of combining marks takes NFC many seconds.
 */
export function lineOf(max: number) {
  return z.string().transform((text) =>
    text
      .slice(0, 4 * max)
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      // Turns the direction of all that follows, to make it read as something else.
      .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
      .trim()
      .slice(0, max)
      // Half a letter, left by this cut or by the provider's: as UTF-8 all halves are the same.
      .replace(/\p{Cs}/gu, ''),
  )
}

/** The provider's name for the person; must not be empty. */
export const usernameField = lineOf(100).pipe(z.string().min(1))

/** The person's own name; may be missing. */
export const nameField = lineOf(200)
  .nullish()
  .transform((name) => name ?? '')

/** An http(s) address of a picture, else null: no other scheme may reach a page. */
export const avatarField = z
  .string()
  .nullish()
  .transform((text) => {
    const url = text && text.length <= MAX_URL && URL.canParse(text) ? new URL(text) : null
    return url && /^https?:$/.test(url.protocol) && url.href.length <= MAX_URL ? url.href : null
  })

/**
 * One well-formed mail address, else null. One that NFKC would change is none: what the provider has verified is not
 * what it would become.
 */
export const addressField = z
  .string()
  .nullish()
  .transform((text) => {
    const isPlain = text && text.length <= MAX_ADDRESS && text === text.normalize('NFKC')
    return (isPlain && parseAddress(text)) || null
  })
