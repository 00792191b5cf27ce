/** Converts the text of a setting into its value. Faults are added to zod's context. */
import { isIP } from 'node:net'
import proxyAddr from 'proxy-addr'
import twitterText from 'twitter-text'
import { z } from 'zod'
import { parseMailbox } from './address.ts'

/**
 * The limit of a post. X counts some characters double and every link as 23 (X's "Counting characters"; see
 * twitter-text).
 */
export const MAX_TWEET_WEIGHT = 280

/** One or more secrets, separated by commas; each must be long enough. */
export function toSecrets(value: string, context: z.RefinementCtx): string[] {
  const secrets = value.split(',').map((secret) => secret.trim())
  if (secrets.every((secret) => secret.length >= 32)) return secrets
  context.addIssue('must have at least 32 characters (each, when several are separated by commas)')
  return z.NEVER
}

/** Parses `Name <address>`. */
export function toMailbox(value: string, context: z.RefinementCtx): { name: string; address: string } {
  const mailbox = parseMailbox(value)
  if (mailbox) return mailbox
  context.addIssue('must look like Difio <reminder@dif.io>')
  return z.NEVER
}

/** Parses addresses and CIDRs, separated by commas. */
export function toProxies(value: string, context: z.RefinementCtx): string[] {
  const proxies = value
    .split(',')
    .map((proxy) => proxy.trim())
    .filter(Boolean)
  try {
    proxyAddr.compile(proxies)
    return proxies
  } catch (error) {
    context.addIssue(`must be addresses or CIDRs separated by commas (${(error as Error).message})`)
    return z.NEVER
  }
}

/**
 * Whether the text is a host to listen at, judged by its form. The last part of a host name is not a number.
 */
export function isHost(value: string): boolean {
  return isIP(value) !== 0 || (/^[\w-]+(\.[\w-]+)*$/.test(value) && !/(^|\.)\d+$/.test(value))
}

/** Whether only this machine can reach the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Whether the text is an http or https URL. */
export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

/** Whether pages may show the picture at the URL: an https URL, or a path on the host that serves the page. */
export function isPictureUrl(value: string): boolean {
  return isLinkUrl(value) && !/^http:/i.test(value)
}

/** Whether pages may link to the URL: an http or https URL, or a path on the host that serves the page. */
export function isLinkUrl(value: string): boolean {
  if (/[\s\p{C}]/u.test(value)) return false
  return value.startsWith('/') ? !/^\/[/\\]/.test(value) : isHttpUrl(value)
}

/** Whether nodemailer can connect to the URL. */
export function isSmtpUrl(value: string): boolean {
  return URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol) && new URL(value).hostname !== ''
}

/** Whether X accepts the text as one post. */
export function fitsInTweet(text: string): boolean {
  return twitterText.parseTweet(text).weightedLength <= MAX_TWEET_WEIGHT
}

/** Whether the text is the URL of a PostgreSQL database. */
export function isDatabaseUrl(value: string): boolean {
  // The host may be missing when the URL names a socket directory: postgres://user@/name?host=/run/postgresql
  const url = value.replace('@/', '@localhost/')
  if (!URL.canParse(url)) return false
  const { protocol, hostname, pathname, searchParams } = new URL(url)
  const hasHost = hostname !== '' || (searchParams.get('host') ?? '').startsWith('/')
  return /^postgres(ql)?:$/.test(protocol) && hasHost && pathname.length > 1
}
