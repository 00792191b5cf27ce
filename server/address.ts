import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** RFC 5321, 4.5.3.1.3: a path holds at most 256 octets, two of them angle brackets. */
const MAX_OCTETS = 254

/** With room for blanks around it, and for Unicode that becomes shorter. */
const MAX_TYPED = 1_000

/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_OCTETS = 64

/**
 * The one mail address that `text` is, or undefined when it is none or more than one. NFKC comes first: a fullwidth
 * at-sign would otherwise pass here as a letter and become a separator at the mail server. A domain with other than
 * ASCII letters becomes its IDNA form; a local part with them is refused, since few servers can be sent to it.
 */
export function parseAddress(text: string): string | undefined {
  // What follows takes time with the length, and IDNA more than that.
  if (text.length > MAX_TYPED) return undefined
  const [local, domain, ...rest] = text.trim().normalize('NFKC').split('@')
  if (local === undefined || domain === undefined || rest.length > 0) return undefined
  if (local.length > MAX_LOCAL_OCTETS) return undefined
  // RFC 5322, 3.2.3: dots stand between, never first, last or together.
  if (/^\.|\.\.|\.$/.test(local)) return undefined
  const address = `${local}@${domainToASCII(domain)}`
  if (address.length > MAX_OCTETS || !z.regexes.html5Email.test(address)) return undefined
  return address.includes('.', local.length) || address.endsWith('@localhost') ? address : undefined
}

/**
 * A mailbox as in `MAIL_FROM`: `Name <address>` or an address alone. Undefined when it is neither.
 */
export function parseMailbox(text: string): { name: string; address: string } | undefined {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text.trim())
  const address = parseAddress(named?.[2] ?? text)
  if (address === undefined) return undefined
  return { name: (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address }
}

/**
 * `text` with every mail address in it made unreadable: mail servers name them in their answers. Looks at whole words,
 * because one expression for word and at-sign takes quadratic time, half a second for a path of 15 kB.
 */
export function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:]+/g, (word) => (/.@./.test(word) ? '(address)' : word))
}
