import { domainToASCII } from 'node:url'

/** RFC 5321, 4.5.3.1.3: a path holds at most 256 octets, two of them angle brackets. */
const MAX_OCTETS = 254

/**
 * The limit for typed text: with room for blanks around the address, and for Unicode that becomes shorter.
 */
const MAX_TYPED = 1_000

/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_OCTETS = 64

/** RFC 1035, 2.3.4. */
const MAX_LABEL = 63

/** RFC 5322, 3.2.3, and RFC 6531, 3.3: dots only between other characters, never two together. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u

/**
 * A domain before IDNA. It excludes what the URL parser drops, decodes or ends at, such as tabs, `%61`, `/`
 * and `?`.
 */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*$/u

/** Invisible characters, because of which two addresses could look the same. IDNA drops them silently. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/**
 * The last label of a name. The URL parser takes a domain that ends in a number, even a hexadecimal one, for
 * an IP address.
 */
const TOP_LEVEL = /^[a-z]/

/** Addresses that `parseAddress` accepts besides those that can be reached from the internet. */
interface ParseOptions {
  /** Mailboxes of this machine, such as `root@localhost`; never in production. Default: no. */
  allowsLocalhost?: boolean
}

/**
 * Returns the one mail address in `text`, or undefined when it is not exactly one. NFKC comes first: a
 * fullwidth at-sign would otherwise pass here as a letter and become a separator at the mail server. A domain
 * with characters outside ASCII is converted to its IDNA form; a local part keeps its characters (RFC 6531).
 * IP addresses and names without a dot are refused, except localhost where that is allowed.
 */
export function parseAddress(
  text: string,
  { allowsLocalhost = false }: ParseOptions = {},
): string | undefined {
  // The following steps take time with the length of the text; IDNA takes even more.
  if (text.length > MAX_TYPED) return undefined
  const [local, typedDomain, ...rest] = text.trim().normalize('NFKC').split('@')
  if (local === undefined || typedDomain === undefined || rest.length > 0) return undefined
  if (!isLocalPart(local)) return undefined
  const domain = domainOf(typedDomain)
  const isReachable = domain?.includes('.') || (allowsLocalhost && domain === 'localhost')
  const address = `${local}@${domain}`
  return isReachable && Buffer.byteLength(address) <= MAX_OCTETS ? address : undefined
}

function isLocalPart(local: string): boolean {
  return Buffer.byteLength(local) <= MAX_LOCAL_OCTETS && LOCAL_PART.test(local) && !INVISIBLE.test(local)
}

/** The domain in its IDNA form, or undefined when it is not a valid host name. */
function domainOf(typed: string): string | undefined {
  // IDNA treats the full stop of Chinese and Japanese keyboards as a dot (UTS #46, 2.3); NFKC does not change
  // it.
  const name = typed.replaceAll('\u3002', '.')
  if (name.length > MAX_OCTETS || !DOMAIN.test(name) || INVISIBLE.test(name)) return undefined
  const domain = domainToASCII(name)
  const labels = domain.split('.')
  const isHostName = labels.every(isLabel) && TOP_LEVEL.test(labels.at(-1) ?? '')
  return isHostName ? domain : undefined
}

function isLabel(label: string): boolean {
  return label.length <= MAX_LABEL && /^[a-z0-9-]+$/.test(label) && !/^-|-$/.test(label)
}

/**
 * Parses a mailbox such as that of `MAIL_FROM`: `Name <address>` or only an address. Undefined when it is
 * neither. The site's owner may use a mailbox of this machine.
 */
export function parseMailbox(text: string): { name: string; address: string } | undefined {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text.trim())
  const address = parseAddress(named?.[2] ?? text, { allowsLocalhost: true })
  if (address === undefined) return undefined
  return { name: (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address }
}

/** Longer texts are cut: a log line needs no more, and the whole text is searched. */
const MAX_LOGGED = 10_000

/**
 * `text`, cut, with every mail address in it replaced: mail servers quote addresses in their answers, and
 * paths contain typed text. It takes time in proportion to the length, because the words do not overlap.
 */
export function withoutAddresses(text: string): string {
  return text
    .slice(0, MAX_LOGGED)
    .replace(/[^\s<>"'(),;:]+/g, (word) => (isAddressLike(word) ? '(address)' : word))
}

/** Whether the word contains an at-sign, encoded or not, with something before and after it. */
function isAddressLike(word: string): boolean {
  return /.[@＠].|.%40./i.test(word)
}
